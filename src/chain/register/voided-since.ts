import { getAbiItem, toEventSelector } from 'viem'
import { fromCode, statuses } from '../../domain/enumerations.ts'
import type { Hex } from '../../domain/fields.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { readEvents } from '../reads/events.ts'
import { readKeyRecords } from '../reads/key.ts'
import type { ChainRegistry } from '../registry.ts'

const statusChanged = toEventSelector(getAbiItem({ abi: keyRegistryAbi, name: 'KeyStatusChanged' }))

/** Keys that a motion made void in these blocks, and that nobody registered again. */
export async function voidedSince(registry: ChainRegistry, from: number, to: number): Promise<Set<Hex>> {
  const named = new Set<Hex>()
  for await (const events of readEvents(registry, { from, to, topics: [statusChanged] })) {
    for (const { eventName, args } of events) {
      if (eventName === 'KeyStatusChanged' && fromCode(statuses, args.status) === 'void') named.add(args.keyId)
    }
  }
  const records = await readKeyRecords(registry, [...named])
  return new Set(records.filter(({ status }) => status === 'void').map(({ key_id }) => key_id as Hex))
}

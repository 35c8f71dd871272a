import { numberToHex, pad, toEventSelector, getAbiItem, type Hex } from 'viem'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import type { ChainRegistry } from '../registry.ts'
import { readEvents } from './events.ts'

/** `account`: who registered it, the owner's controller or a line account. */
export type RegisteredKey = {
  readonly key_id: Hex
  readonly process_id: string
  readonly lot_id: string
  readonly account: string
  readonly block: number
}

export type KeyListFilter = {
  readonly processId?: string | undefined
  readonly lotId?: string | undefined
  readonly ownerId?: string | undefined
  readonly account?: string | undefined
  /** First block; without it all. */
  readonly from?: number | undefined
}

/** Topics of `KeysCreated` with this process, lot and first owner. */
export function keysCreatedTopics({ processId, lotId, ownerId }: Pick<KeyListFilter, 'processId' | 'lotId' | 'ownerId'>): (Hex | null)[] {
  const topic = (value: string | undefined) => (value === undefined ? null : numberToHex(BigInt(value), { size: 32 }))
  const owner = ownerId === undefined ? null : pad(ownerId as Hex, { size: 32 })
  return [toEventSelector(getAbiItem({ abi: keyRegistryAbi, name: 'KeysCreated' })), topic(processId), topic(lotId), owner]
}

/** Keys as they were registered, oldest first, read from the events up to block `to`. A key that was void and came back is there twice. */
export async function* readKeys(registry: ChainRegistry, filter: KeyListFilter, to: number): AsyncGenerator<RegisteredKey> {
  const { account: wanted, from } = filter
  const topics = keysCreatedTopics(filter)
  for await (const events of readEvents(registry, { ...(from !== undefined && { from }), to, topics })) {
    for (const { eventName, args, blockNumber } of events) {
      if (eventName !== 'KeysCreated') continue
      const account = args.account.toLowerCase()
      if (wanted !== undefined && account !== wanted) continue
      const shared = { process_id: String(args.processId), lot_id: String(args.lotId), account, block: Number(blockNumber) }
      for (const key_id of args.keyIds) yield { key_id, ...shared }
    }
  }
}

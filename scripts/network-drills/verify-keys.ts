import { keyRegistryAbi as abi } from '../../src/chain/abi/key-registry.generated.ts'
import { readHeight } from '../../src/chain/reads/block.ts'
import { readKeys } from '../../src/chain/reads/key-list.ts'
import { view, type ChainRegistry } from '../../src/chain/registry.ts'
import type { Hex } from '../../src/domain/fields.ts'

const readsAtOnce = 25
const active = 1

/** Looks every key up by its id, and counts how often the events register it. `strange`: keys of the process that nobody gave. */
export async function verifyKeys(
  registry: ChainRegistry,
  processId: string,
  given: readonly Hex[],
): Promise<{ lost: number; doubled: number; strange: number }> {
  const times = new Map<Hex, number>()
  for await (const { key_id } of readKeys(registry, { processId }, await readHeight(registry.client))) {
    times.set(key_id, (times.get(key_id) ?? 0) + 1)
  }
  const known = new Set(given)
  return {
    lost: (await countMissing(registry, given)) + given.filter((key) => !times.has(key)).length,
    doubled: [...times.values()].filter((count) => count > 1).length,
    strange: [...times.keys()].filter((key) => !known.has(key)).length,
  }
}

async function countMissing({ client, deployment }: ChainRegistry, keyIds: readonly Hex[]): Promise<number> {
  const { address } = deployment.contracts.KeyRegistry
  let missing = 0
  for (let start = 0; start < keyIds.length; start += readsAtOnce) {
    const reads = keyIds
      .slice(start, start + readsAtOnce)
      .map((id) => view(() => client.readContract({ address, abi, functionName: 'effectiveStatus', args: [id] })))
    missing += (await Promise.all(reads)).filter(([status]) => status !== active).length
  }
  return missing
}

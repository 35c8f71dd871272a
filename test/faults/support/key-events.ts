import { parseEventLogs } from 'viem'
import { keyRegistryAbi } from '../../../src/chain/abi/key-registry.generated.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import type { World } from '../../support/world.ts'

/** Every key id that the chain's `KeysCreated` events name, as often as they name it. Asked of the chain itself, whatever stands before it. */
export async function keysOnChain({ client, deployment }: World): Promise<Hex[]> {
  const logs = await client.getLogs({ address: deployment.contracts.KeyRegistry.address, fromBlock: 0n })
  return parseEventLogs({ abi: keyRegistryAbi, logs, eventName: 'KeysCreated' }).flatMap(({ args }) => args.keyIds)
}

/** Says which of `wanted` are missing on the chain, and which keys stand there twice. @throws Error */
export async function requireEachOnce(world: World, wanted: readonly Hex[]): Promise<void> {
  const found = await keysOnChain(world)
  const distinct = new Set(found)
  const missing = wanted.filter((id) => !distinct.has(id)).length
  if (missing > 0) throw new Error(`${missing} of ${wanted.length} keys are not on the chain`)
  if (distinct.size !== found.length) throw new Error(`${found.length - distinct.size} keys were registered twice`)
}

import type { Hex } from '../../domain/fields.ts'
import type { KeyHistory } from '../../domain/key-history.ts'
import type { ChainRegistry } from '../registry.ts'
import { readBlock } from './block.ts'
import { followKey } from './history/follow-key.ts'
import { readKeyEvents } from './history/key-events.ts'
import { tellHistory } from './history/tell-history.ts'
import { readKeyInfo } from './key-info.ts'
import { readTransactionSender } from './transaction-sender.ts'

/** Everything that happened to a key up to block `to`, from the chain alone; empty where it was never registered. */
export async function readKeyHistory(registry: ChainRegistry, keyId: Hex, to: number): Promise<KeyHistory> {
  const info = await readKeyInfo(registry, keyId, to)
  if (info === undefined) return { events: [], owners: [] }
  const lotId = info.key.was_void ? undefined : info.key.lot_id
  const own = followKey(keyId, await readKeyEvents(registry, keyId, lotId, to))
  return tellHistory(own, keyId, registry.deployment, {
    timeOf: async (block) => (await readBlock(registry.client, block)).time,
    senderOf: (transaction) => readTransactionSender(registry, transaction),
  })
}

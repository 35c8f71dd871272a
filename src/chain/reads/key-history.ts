import type { Hex } from '../../domain/fields.ts'
import { ownersFrom, type KeyEvent, type KeyHistory } from '../../domain/key-history.ts'
import { ask } from '../chain-problem.ts'
import type { Client } from '../client.ts'
import type { ChainRegistry } from '../registry.ts'
import { readBlock } from './block.ts'
import { describeEvent } from './history/describe-event.ts'
import { followKey } from './history/follow-key.ts'
import { readKeyEvents } from './history/key-events.ts'
import { readKeyInfo } from './key-info.ts'

/** Everything that happened to a key up to block `to`, from the chain alone; empty where it was never registered. */
export async function readKeyHistory(registry: ChainRegistry, keyId: Hex, to: number): Promise<KeyHistory> {
  const info = await readKeyInfo(registry, keyId, to)
  if (info === undefined) return { events: [], owners: [] }
  const lotId = info.key.was_void ? undefined : info.key.lot_id
  const own = followKey(keyId, await readKeyEvents(registry, keyId, lotId, to))
  const times = await readEach(
    own.map(({ blockNumber }) => Number(blockNumber)),
    async (block) => (await readBlock(registry.client, block)).time,
  )
  const senders = await readEach(
    own.map(({ transactionHash }) => transactionHash),
    (hash) => senderOf(registry.client, hash),
  )
  const events = own.map((event): KeyEvent => {
    const [block, transaction] = [Number(event.blockNumber), event.transactionHash]
    const where = { block, time: times.get(block) ?? '', transaction, sent_by: senders.get(transaction) ?? '' }
    return { event: event.eventName, ...where, ...describeEvent(event, keyId, registry.deployment) }
  })
  return { events, owners: ownersFrom(events) }
}

/** Each key is asked for once, one after the other. */
async function readEach<K, V>(keys: readonly K[], read: (key: K) => Promise<V>): Promise<Map<K, V>> {
  const found = new Map<K, V>()
  for (const key of keys) if (!found.has(key)) found.set(key, await read(key))
  return found
}

async function senderOf(client: Client, hash: Hex): Promise<string> {
  return (await ask(() => client.getTransaction({ hash }))).from.toLowerCase()
}

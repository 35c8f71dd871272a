import type { KeptBlock } from './blocks.ts'
import { toBytes } from './keys/bytes.ts'
import { endOf } from './place.ts'
import type { PositionRow } from './position.ts'
import type { Tables } from './tables.ts'

/**
 * Deletes what came behind a block. Only chains for trying things on are rolled back, so that no index by place is kept for it: versions are
 * looked through. What a record was listed by besides stays, and is found to be none of it when it is read.
 */
export function rollBackTo({ database, keys }: Tables, block: KeptBlock, before: PositionRow): Partial<PositionRow> {
  const end = endOf(block.number)
  const deleteKeys = database.prepare('DELETE FROM keys WHERE key_id = ? AND place / 2 = ?')
  const selectBatches = database.prepare('SELECT batch, key_ids FROM batches WHERE seq > ?')
  let deleted = 0
  for (const row of selectBatches.all(end)) {
    const { batch, key_ids } = row as { batch: number; key_ids: Uint8Array }
    for (let at = 0; at < key_ids.length; at += 32) deleted += Number(deleteKeys.run(key_ids.subarray(at, at + 32), batch).changes)
  }
  const remove = (query: string) => Number(database.prepare(query).run(end).changes)
  const batches = remove('DELETE FROM batches WHERE seq > ?')
  remove('DELETE FROM key_versions WHERE seq > ?')
  remove('DELETE FROM versions WHERE seq > ?')
  remove('DELETE FROM record_events WHERE seq > ?')
  const gone = 'SELECT record FROM records WHERE seq > ?'
  remove(`DELETE FROM listed WHERE record IN (${gone})`)
  const records = remove('DELETE FROM records WHERE seq > ?')
  const events = remove('DELETE FROM events WHERE seq > ?')
  database.prepare('DELETE FROM blocks WHERE number > ?').run(block.number)
  keys.forget()

  const generation = before.generation + 1
  return {
    generation,
    records_changed: generation,
    lots_changed: generation,
    rollbacks: before.rollbacks + 1,
    block: block.number,
    hash: toBytes(block.hash),
    time: block.time,
    batches: before.batches - batches,
    keyed: Math.min(before.keyed, before.batches - batches),
    keys: before.keys - deleted,
    events: before.events - events,
    records: before.records - records,
  }
}

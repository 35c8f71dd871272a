import type { DatabaseSync } from 'node:sqlite'
import type { Hex } from '../../../domain/fields.ts'
import { Problem } from '../../../domain/problem.ts'
import type { CreatedKeys } from '../decode-log.ts'
import { idLength, toBytes, toHex } from './bytes.ts'
import type { KeyReads } from './key-reads.ts'
import { activeStatus, freshKey, voidStatus, type KeyState } from './key-state.ts'
import { sortedPlaces } from './sorted-places.ts'

export type KeyWrites = {
  /** Keys of one event; their rows are written later, see `flush`. The number of the batch. */
  create(created: CreatedKeys, seq: number, time: number): number
  /** The key as the events so far left it. */
  read(keyId: Hex): KeyState | undefined
  write(keyId: Hex, seq: number, state: KeyState): void
  /** Says that a list of keys was offered. */
  offered(offer: number, keyId: Hex): void
  keysOffered(offer: number): Hex[]
  /** Whether so many keys have no rows yet that they should get them. */
  isFull(): boolean
  /** Writes the rows of all keys that have none yet. */
  flush(): void
  written(): Keyed
}

/** Up to which batch keys have rows, and how many rows are new. */
export type Keyed = { readonly batches: number; readonly keyed: number; readonly keys: number }

/** So many keys wait for one another while the index is far behind the chain. */
const mostWaiting = 1_000_000

type Waiting = { readonly batch: number; readonly seq: number; readonly time: number; readonly ids: Buffer }

/**
 * Key ids are random, so that each row lands on a page of its own. Rows wait for one another, in their batches, and go in in their order, a page
 * after the other: a million of them at once write a fifth of what they would in eight parts.
 */
export function writeKeys(database: DatabaseSync, reads: KeyReads, before: Pick<Keyed, 'batches' | 'keyed'>): KeyWrites {
  const insertBatch = database.prepare('INSERT INTO batches(batch, lot, process, seq, time, account, key_ids) VALUES (?, ?, ?, ?, ?, ?, ?)')
  const insertKey = database.prepare('INSERT OR IGNORE INTO keys(key_id, place) VALUES (?, ?)')
  const markChanged = database.prepare('UPDATE keys SET place = place | 1 WHERE key_id = ? AND place & 1 = 0')
  const insertVersion = database.prepare(`INSERT OR REPLACE INTO key_versions(key_id, seq, batch, was_void, status, reason, set_by, since,
    owner, offer, installed_at, rotated_at, superseded_at, successor, predecessor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const list = database.prepare('INSERT OR IGNORE INTO listed_keys(field, value, key_id) VALUES (?, ?, ?)')
  const selectOffered = database.prepare(`SELECT key_id FROM listed_keys WHERE field = 'offer' AND value = ?`)
  const selectWaiting = database.prepare('SELECT batch, seq, time, key_ids FROM batches WHERE batch > ? ORDER BY batch')
  const countWaiting = database.prepare('SELECT coalesce(sum(length(key_ids)), 0) AS octets FROM batches WHERE batch > ?')
  let { batches, keyed } = before
  let inserted = 0

  const write: KeyWrites['write'] = (keyId, seq, state) => {
    const id = toBytes(keyId)
    const owner = state.owner === null ? null : toBytes(state.owner)
    const bytesOrNull = (hex: Hex | null) => (hex === null ? null : toBytes(hex))
    const [successor, predecessor] = [bytesOrNull(state.successor), bytesOrNull(state.predecessor)]
    const { batch, status, reason, setBy, since, offer, installedAt, rotatedAt, supersededAt } = state
    const how = [status, reason, setBy, since, owner, offer, installedAt, rotatedAt, supersededAt, successor, predecessor]
    insertVersion.run(id, seq, batch, state.wasVoid ? 1 : 0, ...how)
    markChanged.run(id)
    // keys that are active are not looked for among those to which something happened
    if (status !== activeStatus) list.run('status', status, id)
    if (owner !== null) list.run('owner', owner, id)
    if (supersededAt !== 0) list.run('superseded', 1, id)
  }

  const rewrite = (keyId: Hex, { batch, seq, time }: Waiting) => {
    if (reads.state(keyId)?.status !== voidStatus) {
      throw new Problem('chain_nonsense', { detail: `key ${keyId} is registered a second time, and was not void` })
    }
    write(keyId, seq, freshKey(batch, time, true))
  }

  const flush = () => {
    if (keyed === batches) return
    const waiting = selectWaiting.all(keyed).map((row): Waiting => {
      const { batch, seq, time, key_ids } = row as Omit<Waiting, 'ids'> & { key_ids: Uint8Array }
      return { batch, seq, time, ids: Buffer.from(key_ids.buffer, key_ids.byteOffset, key_ids.byteLength) }
    })
    for (const { of, at } of sortedPlaces(waiting)) {
      const id = of.ids.subarray(at, at + idLength)
      if (insertKey.run(id, of.batch * 2).changes === 1) inserted++
      else rewrite(toHex(id), of)
    }
    keyed = batches
  }

  return {
    create: ({ process, lot, account, keyIds }, seq, time) => {
      batches++
      insertBatch.run(batches, lot, process, seq, time, account, keyIds)
      return batches
    },
    read: (keyId) => {
      flush()
      return reads.state(keyId)
    },
    write,
    offered: (offer, keyId) => void list.run('offer', offer, toBytes(keyId)),
    keysOffered: (offer) => (selectOffered.all(offer) as { key_id: Uint8Array }[]).map(({ key_id }) => toHex(key_id)),
    isFull: () => (countWaiting.get(keyed) as { octets: number }).octets >= mostWaiting * idLength,
    flush,
    written: () => ({ batches, keyed, keys: inserted }),
  }
}

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
  /** Writes the rows of the keys that were created since. How many keys are new to the index. */
  flush(): number
}

type Waiting = { readonly batch: number; readonly seq: number; readonly time: number; readonly ids: Buffer }

/** Key ids are random, so that each row lands on a page of its own: rows wait for one another and go in in their order, a page after the other. */
export function writeKeys(database: DatabaseSync, reads: KeyReads, lastBatch: number): KeyWrites {
  const insertBatch = database.prepare('INSERT INTO batches(batch, lot, process, seq, time, account, key_ids) VALUES (?, ?, ?, ?, ?, ?, ?)')
  const insertKey = database.prepare('INSERT OR IGNORE INTO keys(key_id, place) VALUES (?, ?)')
  const markChanged = database.prepare('UPDATE keys SET place = place | 1 WHERE key_id = ? AND place & 1 = 0')
  const insertVersion = database.prepare(`INSERT OR REPLACE INTO key_versions(key_id, seq, batch, was_void, status, reason, set_by, since,
    owner, offer, installed_at, rotated_at, superseded_at, successor, predecessor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const list = database.prepare('INSERT OR IGNORE INTO listed_keys(field, value, key_id) VALUES (?, ?, ?)')
  const selectOffered = database.prepare(`SELECT key_id FROM listed_keys WHERE field = 'offer' AND value = ?`)
  let batches = lastBatch
  let waiting: Waiting[] = []
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

  const insertWaiting = () => {
    for (const { of, at } of sortedPlaces(waiting)) {
      const id = of.ids.subarray(at, at + idLength)
      if (insertKey.run(id, of.batch * 2).changes === 1) inserted++
      else rewrite(toHex(id), of)
    }
    waiting = []
  }

  return {
    create: ({ process, lot, account, keyIds }, seq, time) => {
      batches++
      insertBatch.run(batches, lot, process, seq, time, account, keyIds)
      waiting.push({ batch: batches, seq, time, ids: keyIds })
      return batches
    },
    read: (keyId) => {
      insertWaiting()
      return reads.state(keyId)
    },
    write,
    offered: (offer, keyId) => void list.run('offer', offer, toBytes(keyId)),
    keysOffered: (offer) => (selectOffered.all(offer) as { key_id: Uint8Array }[]).map(({ key_id }) => toHex(key_id)),
    flush: () => {
      insertWaiting()
      const count = inserted
      inserted = 0
      return count
    },
  }
}

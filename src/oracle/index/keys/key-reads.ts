import type { DatabaseSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import type { Hex } from '../../../domain/fields.ts'
import { toBytes, toHex } from './bytes.ts'
import { freshKey, type Batch, type KeyState } from './key-state.ts'

type Bytes = Uint8Array | null

/** Its columns, in the order of the row. */
type VersionRow = readonly [
  batch: number,
  wasVoid: number,
  status: number,
  reason: number,
  setBy: number,
  since: number,
  owner: Bytes,
  offer: number,
  installedAt: number,
  rotatedAt: number,
  supersededAt: number,
  successor: Bytes,
  predecessor: Bytes,
]

const versionColumns = `batch, was_void, status, reason, set_by, since, owner, offer, installed_at, rotated_at, superseded_at, successor,
  predecessor`

/** Batches that are kept in memory: those of 25 million keys, registered 500 at a time. */
const batchesInMemory = 50_000

export type KeyReads = {
  /** The key as it stood behind the place `until`. */
  state(keyId: Hex, until?: number): KeyState | undefined
  /** Of a key's row: its state, where `place` is that row's. */
  stateAt(id: Uint8Array, place: number, until?: number): KeyState | undefined
  batch(number: number): Batch
  /** The key ids of a batch, one behind the other. */
  idsOfBatch(number: number): Uint8Array
  /** Places of the events that changed the key, but its first registration's. */
  changesOf(keyId: Hex): { readonly seq: number; readonly batch: number; readonly offer: number }[]
  /** Forgets what it holds in memory. */
  forget(): void
}

export function readKeys(database: DatabaseSync): KeyReads {
  const selectPlace = database.prepare('SELECT place FROM keys WHERE key_id = ?')
  const selectVersion = database.prepare(
    `SELECT ${versionColumns} FROM key_versions WHERE key_id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1`,
  )
  selectVersion.setReturnArrays(true)
  const selectVersions = database.prepare('SELECT seq, batch, offer FROM key_versions WHERE key_id = ? ORDER BY seq')
  const selectBatch = database.prepare('SELECT lot, process, seq, time, account FROM batches WHERE batch = ?')
  const selectIds = database.prepare('SELECT key_ids FROM batches WHERE batch = ?')
  const batches = new LRUCache<number, Batch>({ max: batchesInMemory })

  const batch = (number: number): Batch => {
    const known = batches.get(number)
    if (known !== undefined) return known
    const row = selectBatch.get(number) as Omit<Batch, 'account'> & { account: Uint8Array }
    const found = { ...row, account: toHex(row.account) }
    batches.set(number, found)
    return found
  }

  const stateAt: KeyReads['stateAt'] = (id, place, until = Number.MAX_SAFE_INTEGER) => {
    const version = place % 2 === 1 ? (selectVersion.get(id, until) as unknown as VersionRow | undefined) : undefined
    if (version !== undefined) return toState(version)
    const first = Math.floor(place / 2)
    const { seq, time } = batch(first)
    return seq <= until ? freshKey(first, time, false) : undefined
  }

  return {
    state: (keyId, until) => {
      const id = toBytes(keyId)
      const row = selectPlace.get(id) as { place: number } | undefined
      return row === undefined ? undefined : stateAt(id, row.place, until)
    },
    stateAt,
    batch,
    idsOfBatch: (number) => (selectIds.get(number) as { key_ids: Uint8Array }).key_ids,
    changesOf: (keyId) => selectVersions.all(toBytes(keyId)) as ReturnType<KeyReads['changesOf']>,
    forget: () => batches.clear(),
  }
}

const hexOrNull = (bytes: Bytes): Hex | null => (bytes === null ? null : toHex(bytes))

function toState(row: VersionRow): KeyState {
  const [batch, wasVoid, status, reason, setBy, since, owner, offer, installedAt, rotatedAt, supersededAt, successor, predecessor] = row
  return {
    batch,
    wasVoid: wasVoid !== 0,
    status,
    reason,
    setBy,
    since,
    owner: hexOrNull(owner),
    offer,
    installedAt,
    rotatedAt,
    supersededAt,
    successor: hexOrNull(successor),
    predecessor: hexOrNull(predecessor),
  }
}

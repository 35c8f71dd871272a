import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import type { ClientType } from '../domain/decision.ts'
import type { Hex } from '../domain/fields.ts'
import type { DeviceLine } from '../domain/key-status-source.ts'
import { sfdiOf } from '../domain/lfdi.ts'
import { Problem } from '../domain/problem.ts'

/** A device's entry in EndDeviceList. `pin`: six digits (IEEE 2030.5-2018, 6.3.5); times in seconds. */
export type Registration = {
  readonly id: number
  readonly lfdi: string
  readonly sfdi: string
  readonly key_id: string | null
  readonly pin: number | null
  readonly client_type: ClientType
  readonly registered_by: 'operator' | 'device'
  readonly registered_at: number
  readonly changed_at: number
}

export type NewRegistration = {
  readonly lfdi: string
  readonly key_id?: string | undefined
  readonly pin?: number | undefined
  readonly client_type?: ClientType | undefined
  readonly registered_by: 'operator' | 'device'
}

type DevicePeer = { readonly lfdi: string; readonly key_id: Hex }

export type Registrations = {
  /** @throws Problem device_registered; store_failed */
  add(registration: NewRegistration): Registration
  byLfdi(lfdi: string): Registration | undefined
  /**
   * The device's entry by its LFDI; failing that by its key, which a renewed certificate keeps: the entry then takes the new LFDI. Failing
   * that by the keys on which its key followed, the nearest first: the entry goes over to the successor, PIN and all. A key whose successor
   * has the entry already sees it under its own certificate's names, and changes nothing.
   */
  ofPeer(peer: DevicePeer, line?: DeviceLine): Registration | undefined
  list(start: number, limit: number): Registration[]
  count(): number
  /** Whether there was one. */
  remove(lfdi: string): boolean
  close(): void
}

/**
 * Registrations in an SQLite file, mode 0600 since it holds the PINs. Whoever can write it can pass one admitted device off as another's
 * entry, and cannot let in a key that registry or policy refuse.
 * @param now seconds
 * @throws Problem store_failed
 */
export function openRegistrations(file: string, now: () => number): Registrations {
  const db = attempt(() => open(file))
  const insert = db.prepare(
    'INSERT INTO registrations (lfdi, sfdi, key_id, pin, client_type, registered_by, registered_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *',
  )
  const selectLfdi = db.prepare('SELECT * FROM registrations WHERE lfdi = ?')
  const selectKey = db.prepare('SELECT * FROM registrations WHERE key_id = ? ORDER BY id DESC LIMIT 1')
  const learnKey = db.prepare('UPDATE registrations SET key_id = ? WHERE id = ? RETURNING *')
  const rename = db.prepare('UPDATE registrations SET lfdi = ?, sfdi = ?, key_id = ?, changed_at = ? WHERE id = ? RETURNING *')
  const selectAll = db.prepare('SELECT * FROM registrations ORDER BY id LIMIT ? OFFSET ?')
  const selectCount = db.prepare('SELECT count(*) AS count FROM registrations')
  const erase = db.prepare('DELETE FROM registrations WHERE lfdi = ?')

  /** What devices were answered, until the next change: one is looked up at its handshake and at each request. */
  const looked = new LRUCache<string, { readonly entry: Registration | undefined }>({ max: 50_000 })
  const change = <T>(operation: () => T): T => {
    looked.clear()
    return attempt(operation)
  }
  const byLfdi = (lfdi: string) => rowOf(attempt(() => selectLfdi.get(lfdi.toUpperCase())))
  const byKey = (keyId: string) => rowOf(attempt(() => selectKey.get(keyId)))
  const lookUp = ({ lfdi, key_id }: DevicePeer, line: DeviceLine): Registration | undefined => {
    const named = byLfdi(lfdi)
    if (named !== undefined) return named.key_id === null ? rowOf(change(() => learnKey.get(key_id, named.id))) : named
    const sfdi = sfdiOf(lfdi).toString()
    const place = line.indexOf(key_id)
    const older = line.slice(0, Math.max(place, 0)).toReversed()
    const before = byKey(key_id) ?? firstOf(older, byKey)
    if (before !== undefined) return rowOf(change(() => rename.get(lfdi, sfdi, key_id, now(), before.id)))
    const behind = firstOf(line.slice(place + 1), byKey)
    return behind && { ...behind, lfdi, sfdi }
  }
  return {
    byLfdi,
    add: ({ lfdi, key_id, pin, client_type, registered_by }) => {
      const name = lfdi.toUpperCase()
      if (byLfdi(name) !== undefined) throw new Problem('device_registered', { field: 'lfdi', detail: `${name} has an entry already` })
      const at = now()
      return change(() =>
        insert.get(name, sfdiOf(name).toString(), key_id ?? null, pin ?? null, client_type ?? 'device', registered_by, at, at),
      ) as Registration
    },
    ofPeer: (peer, line = []) => {
      const place = line.length === 0 ? peer.lfdi : [peer.lfdi, ...line].join(' ')
      const before = looked.get(place)
      if (before !== undefined) return before.entry
      const entry = lookUp(peer, line)
      looked.set(place, { entry })
      return entry
    },
    list: (start, limit) => attempt(() => selectAll.all(limit, start)) as Registration[],
    count: () => Number(attempt(() => selectCount.get())?.['count'] ?? 0),
    remove: (lfdi) => change(() => erase.run(lfdi.toUpperCase())).changes > 0,
    close: () => db.close(),
  }
}

function open(file: string): DatabaseSync {
  if (file !== ':memory:') {
    closeSync(openSync(file, 'a', 0o600))
    chmodSync(file, 0o600)
  }
  const db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000')
  db.exec(`CREATE TABLE IF NOT EXISTS registrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lfdi TEXT NOT NULL UNIQUE,
    sfdi TEXT NOT NULL,
    key_id TEXT,
    pin INTEGER,
    client_type TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT; CREATE INDEX IF NOT EXISTS registrations_key ON registrations (key_id)`)
  return db
}

function firstOf<K, T>(keys: readonly K[], find: (key: K) => T | undefined): T | undefined {
  for (const key of keys) {
    const found = find(key)
    if (found !== undefined) return found
  }
  return undefined
}

function rowOf(row: unknown): Registration | undefined {
  return row as Registration | undefined
}

function attempt<T>(operation: () => T): T {
  try {
    return operation()
  } catch (cause) {
    throw new Problem('store_failed', { detail: `registrations: ${(cause as Error).message}`, cause })
  }
}

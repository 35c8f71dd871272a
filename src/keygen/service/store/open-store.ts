import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Problem } from '../../../domain/problem.ts'

/** `pending`: entries of the log that are decided on and perhaps not written yet; `head`: where the log ended when they were last settled. */
const schema = `
  CREATE TABLE IF NOT EXISTS enrolments (
    enrolment_id TEXT PRIMARY KEY,
    device TEXT NOT NULL,
    process_id TEXT NOT NULL,
    enrolled_by TEXT NOT NULL,
    stored_key BLOB,
    bootstrap_key TEXT,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    changed_at INTEGER NOT NULL,
    recipient TEXT,
    key_id TEXT,
    public_key BLOB,
    cms BLOB,
    failure TEXT
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS one_a_device ON enrolments (process_id, device) WHERE state <> 'cancelled';
  CREATE UNIQUE INDEX IF NOT EXISTS one_a_certificate ON enrolments (bootstrap_key) WHERE state <> 'cancelled';
  CREATE UNIQUE INDEX IF NOT EXISTS one_a_key ON enrolments (key_id) WHERE state <> 'cancelled';
  CREATE UNIQUE INDEX IF NOT EXISTS one_a_recipient ON enrolments (recipient);
  CREATE INDEX IF NOT EXISTS by_state ON enrolments (state, process_id);
  CREATE TABLE IF NOT EXISTS pending (position INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS head (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS lists (
    process_id TEXT NOT NULL,
    counter INTEGER NOT NULL,
    manifest BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (process_id, counter)
  ) STRICT;
`

/**
 * The service's own file, for one process at a time. It holds hashes of codes and wrapped keys, no code and no clear key. Who can write it can
 * enrol a device of their own under a process of the service, which the log then lacks; who can read it can neither use a code nor open a key.
 * @throws Problem `store_failed`
 */
export function openStore(folder: string): DatabaseSync {
  const file = join(folder, 'keygen.sqlite')
  return attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
    chmodSync(file, 0o600)
    const store = new DatabaseSync(file)
    try {
      store.exec('PRAGMA busy_timeout = 2000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
      store.exec(schema)
      // takes the lock now, so that a second service on the same folder says so at its start
      store.exec('BEGIN IMMEDIATE; COMMIT')
      return store
    } catch (error) {
      store.close()
      throw error
    }
  }, file)
}

/** Runs `work` in one transaction: all of it or nothing. @throws Problem `store_failed` */
export function inTransaction<T>(store: DatabaseSync, work: () => T): T {
  return attempt(() => {
    store.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      store.exec('COMMIT')
      return result
    } catch (error) {
      if (store.isTransaction) store.exec('ROLLBACK')
      throw error
    }
  })
}

/** What SQLite or the file system throws, as a `Problem`. */
export function attempt<T>(work: () => T, what = 'keygen.sqlite'): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    throw new Problem('store_failed', { detail: `${what}: ${(cause as Error).message}`, cause })
  }
}

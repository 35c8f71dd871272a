import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Problem } from '../../domain/problem.ts'

export type Store = DatabaseSync

const schema = `
  CREATE TABLE IF NOT EXISTS tokens (
    hash TEXT PRIMARY KEY,
    token_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    signer TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS writes (
    transaction_id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    idempotency_key TEXT,
    digest TEXT NOT NULL,
    operation TEXT NOT NULL,
    about TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (subject, idempotency_key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS parts (
    transaction_id TEXT NOT NULL REFERENCES writes,
    position INTEGER NOT NULL,
    signer TEXT,
    target TEXT NOT NULL,
    data TEXT NOT NULL,
    raw TEXT,
    state TEXT NOT NULL,
    hash TEXT,
    block INTEGER,
    outcome TEXT,
    PRIMARY KEY (transaction_id, position)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS parts_pending ON parts (state) WHERE state = 'pending';
  CREATE TABLE IF NOT EXISTS prepared (
    subject TEXT NOT NULL,
    call TEXT NOT NULL,
    operation TEXT NOT NULL,
    about TEXT NOT NULL,
    prepared_at TEXT NOT NULL,
    PRIMARY KEY (subject, call)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS registrations (
    transaction_id TEXT PRIMARY KEY REFERENCES writes,
    signer TEXT NOT NULL,
    process_id TEXT NOT NULL,
    lot_id TEXT,
    keys INTEGER NOT NULL,
    digest TEXT NOT NULL,
    state TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    registered INTEGER NOT NULL DEFAULT 0,
    refused TEXT NOT NULL DEFAULT '[]',
    refused_count INTEGER NOT NULL DEFAULT 0,
    problem TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS registration_keys (
    transaction_id TEXT NOT NULL REFERENCES writes,
    first INTEGER NOT NULL,
    key_ids BLOB NOT NULL,
    PRIMARY KEY (transaction_id, first)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS registrations_pending ON registrations (state) WHERE state = 'pending';
`

/**
 * The oracle's own file: hashes of tokens, and what became of each write. It holds no key and no token. Who can write it can make
 * tokens that use the named signers, so it is readable by its owner alone.
 * @throws Problem `store_failed`
 */
export function openStore(folder: string): Store {
  const file = join(folder, 'oracle.sqlite')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
    chmodSync(file, 0o600)
    const store = new DatabaseSync(file)
    store.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON')
    store.exec(schema)
    return store
  } catch (error) {
    throw storeProblem(error, file)
  }
}

/** `Problem` for whatever SQLite or the file system threw. */
function storeProblem(error: unknown, file = 'oracle.sqlite'): Problem {
  const reason = error instanceof Error ? error.message : String(error)
  return new Problem('store_failed', { detail: `${file}: ${reason}`, cause: error })
}

/** Runs `work` in one transaction of the store: all of it or nothing. @throws Problem `store_failed` */
export function inTransaction<T>(store: Store, work: () => T): T {
  try {
    store.exec('BEGIN IMMEDIATE')
  } catch (error) {
    throw storeProblem(error)
  }
  try {
    const result = work()
    store.exec('COMMIT')
    return result
  } catch (error) {
    if (store.isTransaction) store.exec('ROLLBACK')
    throw error instanceof Problem ? error : storeProblem(error)
  }
}

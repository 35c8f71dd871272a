import { chmodSync, closeSync, openSync, statSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Problem } from '../domain/problem.ts'

export type Row = Record<string, string | number | null>
type Value = string | number | null

/**
 * The SQLite file under a journal. What was written outlives the process at once, whatever kills it; a power cut only once a later `durably` has
 * returned. @throws Problem `journal_unusable` of every call
 */
export type JournalDatabase = {
  run(sql: string, ...values: Value[]): { readonly changes: number | bigint }
  all(sql: string, ...values: Value[]): Row[]
  /** All of `work` or nothing of it. */
  atomically<T>(work: () => T): T
  /** The same, and it stands on the disk when this returns, with everything before it. */
  durably<T>(work: () => T): T
  close(): void
}

const patience = 'PRAGMA busy_timeout = 5000'
const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 4096;
`

/** What makes each version of the file out of the one before it; `PRAGMA user_version` counts them. */
const versions = [
  // files of before there was a version have these tables already
  `CREATE TABLE IF NOT EXISTS sends (
    chain TEXT NOT NULL, id TEXT NOT NULL, account TEXT NOT NULL, target TEXT, data TEXT NOT NULL, state TEXT NOT NULL,
    hash TEXT, block INTEGER, failure TEXT, PRIMARY KEY (chain, account, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sends_pending ON sends (chain, account) WHERE state = 'pending';
  CREATE TABLE IF NOT EXISTS attempts (
    chain TEXT NOT NULL, account TEXT NOT NULL, hash TEXT NOT NULL, id TEXT NOT NULL, nonce INTEGER NOT NULL, raw TEXT NOT NULL,
    state TEXT NOT NULL, PRIMARY KEY (chain, account, hash)
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS attempts_nonce ON attempts (chain, account, nonce) WHERE state IN ('live', 'mined');
  CREATE INDEX IF NOT EXISTS attempts_id ON attempts (chain, account, id);`,

  // lists of keys on their way: register/job-book.ts
  `CREATE TABLE jobs (
    id INTEGER PRIMARY KEY, chain TEXT NOT NULL, registry TEXT NOT NULL, process TEXT NOT NULL, asked_lot TEXT NOT NULL, digest TEXT NOT NULL,
    accounts TEXT NOT NULL, lot TEXT, lot_since INTEGER NOT NULL, seen_block INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX jobs_list ON jobs (chain, registry, process, digest);
  CREATE TABLE batches (
    job INTEGER NOT NULL, number INTEGER NOT NULL, ranges TEXT NOT NULL, account TEXT, state TEXT NOT NULL, PRIMARY KEY (job, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE refusals (
    job INTEGER NOT NULL, position INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (job, position)
  ) STRICT, WITHOUT ROWID;`,

  // a commit that is to reach the disk has to change something
  `CREATE TABLE syncs (number INTEGER NOT NULL) STRICT;
  INSERT INTO syncs VALUES (0);`,
]

/** Opens or makes the file, mode 0600, and brings it to the newest version. @throws Problem `journal_unusable` */
export function openJournalDatabase(file: string): JournalDatabase {
  const guard = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (error instanceof Problem) throw error
      throw new Problem('journal_unusable', { detail: `${file}: ${(error as Error).message}`, cause: error })
    }
  }
  const database = guard(() => {
    // a pipe would wait for whoever reads it
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) throw new Error('is no regular file')
    closeSync(openSync(file, 'a', 0o600))
    return new DatabaseSync(file)
  })
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  const run: JournalDatabase['run'] = (sql, ...values) => guard(() => prepare(sql).run(...values))
  const all: JournalDatabase['all'] = (sql, ...values) => guard(() => prepare(sql).all(...values) as Row[])
  const atomically: JournalDatabase['atomically'] = (work) => {
    run('BEGIN IMMEDIATE')
    try {
      const result = work()
      run('COMMIT')
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  const durably: JournalDatabase['durably'] = (work) => {
    guard(() => database.exec('PRAGMA synchronous = FULL'))
    try {
      return atomically(work)
    } finally {
      guard(() => database.exec('PRAGMA synchronous = NORMAL'))
    }
  }

  const version = () => Number(all('PRAGMA user_version')[0]?.['user_version'])
  const migrate = () => {
    if (version() > versions.length) {
      const detail = `${file} is of version ${version()}, written by a newer derkey; this one knows ${versions.length}`
      throw new Problem('journal_unusable', { detail })
    }
    if (version() === versions.length) return
    atomically(() => {
      // another process may have been faster
      for (const statements of versions.slice(version())) database.exec(statements)
      database.exec(`PRAGMA user_version = ${versions.length}`)
    })
  }
  /** Before anything of the file is changed, its mode too: it may be named by mistake. */
  const requireJournal = () => {
    const tables = all(`SELECT name FROM sqlite_schema WHERE type = 'table'`).map(({ name }) => name)
    if (tables.length > 0 && !tables.includes('sends')) throw new Error('is a database of something else, and left as it is')
  }
  try {
    guard(() => database.exec(patience))
    guard(requireJournal)
    guard(() => {
      chmodSync(file, 0o600)
      database.exec(settings)
    })
    guard(migrate)
  } catch (error) {
    database.close()
    throw error
  }
  return { run, all, atomically, durably, close: () => database.close() }
}

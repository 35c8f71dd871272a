import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { registryNameOf } from '../../chain/registry.ts'
import type { Deployment } from '../../chain/deployment.ts'
import { Problem } from '../../domain/problem.ts'
import { migrate } from './migrate.ts'
import { applicationId, pageSize, schemaVersion, tables } from './schema.ts'
import { sqliteProblem } from './sqlite-problem.ts'

/** Pages that a process keeps in memory, in KiB. */
const writerCache = 64 * 1024
const readerCache = 32 * 1024

/** The log of pages that are not in the file yet: so large, in octets, before it is worked in, and so large it may stay. */
const logPages = 8192
const logSize = 64 * 2 ** 20

/** How long another process's write is waited for, in milliseconds. */
const patience = 5000

/**
 * The file for one writer, made where there is none, brought up where it is of an older version. Mode 0600.
 * A commit reaches the disk a moment later: an index that lost its last windows to a power cut reads them again.
 * @throws Problem `index_foreign`, `index_too_new`, `index_damaged`, `index_unusable`, `index_full`
 */
export function openForWriting(file: string, deployment: Deployment): DatabaseSync {
  return guarded(file, () => {
    closeSync(openSync(file, 'a', 0o600))
    const database = new DatabaseSync(file, { timeout: patience })
    return orClosed(database, file, () => {
      const registry = registryNameOf(deployment)
      const isNew = scalar(database, 'PRAGMA schema_version') === 0
      if (!isNew) requireOwn(database, file, registry)
      if (isNew) database.exec(`PRAGMA page_size = ${pageSize}`)
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${writerCache}`)
      database.exec(`PRAGMA wal_autocheckpoint = ${logPages}; PRAGMA journal_size_limit = ${logSize}; PRAGMA temp_store = MEMORY`)
      if (isNew) create(database, registry)
      else migrate(database)
      return database
    })
  })
}

/** The same for readers, which change nothing. @throws Problem `index_empty` where there is no file yet, and as above */
export function openForReading(file: string, deployment: Deployment): DatabaseSync {
  if (!existsSync(file)) throw new Problem('index_empty', { detail: `${file} does not exist` })
  return guarded(file, () => {
    if (!statSync(file).isFile()) throw new Problem('index_unusable', { detail: `${file} is no file` })
    const database = new DatabaseSync(file, { readOnly: true, timeout: patience })
    return orClosed(database, file, () => {
      if (scalar(database, 'PRAGMA schema_version') === 0) throw new Problem('index_empty', { detail: `nothing stands in ${file} yet` })
      requireOwn(database, file, registryNameOf(deployment))
      const version = scalar(database, 'PRAGMA user_version')
      if (version < schemaVersion) {
        throw new Problem('index_unusable', {
          detail: `${file} is of version ${version}: who keeps it has to bring it up to ${schemaVersion} first`,
        })
      }
      database.exec(`PRAGMA cache_size = -${readerCache}`)
      return database
    })
  })
}

/** Runs `work`; what SQLite says comes out as a Problem. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw sqliteProblem(file, error)
  }
}

export function scalar(database: DatabaseSync, query: string): number {
  return Object.values(database.prepare(query).get() ?? {})[0] as number
}

/** Runs `work` with an open file, which is closed where that fails. @throws Problem */
export function orClosed<T>(database: DatabaseSync, file: string, work: (database: DatabaseSync) => T): T {
  try {
    return work(database)
  } catch (error) {
    database.close()
    throw sqliteProblem(file, error)
  }
}

function create(database: DatabaseSync, registry: string): void {
  database.exec(`BEGIN IMMEDIATE; ${tables}`)
  database.prepare('INSERT INTO identity(registry) VALUES (?)').run(registry)
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`)
}

/** That the file is an index, of this registry, and of no version that is still to come. */
function requireOwn(database: DatabaseSync, file: string, registry: string): void {
  if (scalar(database, 'PRAGMA application_id') !== applicationId) {
    throw new Problem('index_foreign', { detail: `${file} is a database, but no index` })
  }
  const version = scalar(database, 'PRAGMA user_version')
  if (version > schemaVersion) {
    throw new Problem('index_too_new', { detail: `${file} is of version ${version}, this derkey knows them up to ${schemaVersion}` })
  }
  const row = database.prepare('SELECT registry FROM identity').get() as { registry: string } | undefined
  if (row === undefined) throw new Problem('index_damaged', { detail: `${file} does not say of which registry it is` })
  if (row.registry !== registry) throw new Problem('index_foreign', { detail: `${file} is of ${row.registry}, ${registry} is wanted` })
}

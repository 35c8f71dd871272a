import type { FollowedLedger } from '../../chain/follow/window.ts'
import type { Deployment } from '../../chain/deployment.ts'
import { checkFile } from './check-file.ts'
import { holdState, neverHeld } from './hold.ts'
import type { IndexReader } from './index-reader.ts'
import { createLedger } from './ledger.ts'
import { openForReading, openForWriting, orClosed } from './open-file.ts'
import { createReader } from './reader.ts'
import { readTables } from './tables.ts'

/** The index as whoever keeps it has it. */
export type Index = IndexReader & FollowedLedger

/**
 * Opens the index of a deployment for the one process that keeps it; makes it where there is none. Not trusted for what the registry says:
 * who can write the file decides what its readers answer. `derkey index verify` compares it with the chain.
 * @throws Problem `index_foreign`, `index_too_new`, `index_damaged`, `index_unusable`, `index_full`
 */
export function openIndex(file: string, deployment: Deployment): Index {
  return orClosed(openForWriting(file, deployment), file, (database) => {
    const tables = readTables(database, file, deployment)
    checkFile(tables)
    const reader = createReader(tables, neverHeld)
    const ledger = createLedger(tables, deployment)
    return { ...ledger, ...reader, close: () => database.close() }
  })
}

/** The same for any number of other processes, which read alone. @throws Problem `index_empty` where there is no file yet, and as above */
export function openIndexReader(file: string, deployment: Deployment): IndexReader {
  return orClosed(openForReading(file, deployment), file, (database) => {
    return { ...createReader(readTables(database, file, deployment), holdState(database)), close: () => database.close() }
  })
}

import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Problem } from '../../domain/problem.ts'

const busy = 5

/**
 * Takes the index for this process, until `release` or its end, whatever that is: what holds it is a lock of the operating system on a file beside it, as SQLite
 * takes them. Two followers would undo one another's roll backs.
 * @throws Problem `index_taken`, `index_unusable`
 */
export function lockIndex(file: string): { release(): void } {
  const beside = `${file}.lock`
  let database: DatabaseSync | undefined
  try {
    closeSync(openSync(beside, 'a', 0o600))
    database = new DatabaseSync(beside)
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    const isTaken = ((error as { errcode?: number }).errcode ?? 0) % 256 === busy
    const detail = isTaken ? `${file} is kept by another process` : `${beside}: ${(error as Error).message}`
    throw new Problem(isTaken ? 'index_taken' : 'index_unusable', { field: 'index', detail, cause: error })
  }
  return { release: () => database.close() }
}

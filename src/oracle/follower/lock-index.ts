import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Problem } from '../../domain/problem.ts'

const busy = 5

/**
 * Takes the index for this process, until `release` or its end, whatever that is: what holds it is a lock of the operating system on a file beside it, as SQLite
 * takes them. Two followers would undo one another's roll backs.
 * @throws Problem `index_taken`, `index_unusable`; `index_foreign` where something else stands there: it would be set aside, or replaced
 */
export function lockIndex(file: string): { release(): void } {
  const beside = `${file}.lock`
  if (!existsSync(beside) && isSomethingElse(file)) {
    throw new Problem('index_foreign', { field: 'index', detail: `${file} is no index: it is no database at all` })
  }
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

/** How each database begins (https://www.sqlite.org/fileformat.html, 1.3.1). An index of ours that is overwritten has its lock beside it. */
const magic = 'SQLite format 3\0'

function isSomethingElse(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) return false
  const begin = Buffer.alloc(magic.length)
  const opened = openSync(file, 'r')
  try {
    return readSync(opened, begin) > 0 && begin.toString('latin1') !== magic
  } finally {
    closeSync(opened)
  }
}

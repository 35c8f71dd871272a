import type { DatabaseSync } from 'node:sqlite'
import { sqliteProblem } from './sqlite-problem.ts'

/** Everything that `work` writes, or nothing of it. @throws Problem */
export function writingAtOnce<T>(database: DatabaseSync, file: string, work: () => T): T {
  try {
    database.exec('BEGIN IMMEDIATE')
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has taken it back itself where the disk is full
    if (database.isTransaction) database.exec('ROLLBACK')
    throw sqliteProblem(file, error)
  }
}

/** Everything that `work` reads is of one state of the file. @throws Problem */
export function readingAtOnce<T>(database: DatabaseSync, file: string, work: () => T): T {
  try {
    if (database.isTransaction) return work()
    database.exec('BEGIN')
    try {
      return work()
    } finally {
      database.exec('COMMIT')
    }
  } catch (error) {
    throw sqliteProblem(file, error)
  }
}

import { Problem } from '../../domain/problem.ts'

/** Primary result codes (https://www.sqlite.org/rescode.html) that say the file is no database, or no sound one. */
const damaged = new Set([11, 26])
const full = 13
/** Extended ones of I/O: write, fsync, shared memory's size. A quota that is used up, or a limit on files, is none of `full` for SQLite. */
const notWritten = new Set([778, 1034, 4874])
const busy = 5
const failed = 1

/** What went wrong with the file, in the user's words. */
export function sqliteProblem(file: string, error: unknown): Error {
  if (error instanceof Problem) return error
  const code = (error as { errcode?: number }).errcode
  if (typeof code !== 'number') return fileProblem(file, error)
  const primary = code & 0xff
  const said = (error as Error).message
  if (primary === full || notWritten.has(code)) return new Problem('index_full', { detail: `${file}: ${said}`, cause: error })
  const detail = primary === busy ? `${file}: another process is writing it` : `${file}: ${said}`
  // every statement is of the tables that a file of its version has
  const isDamaged = damaged.has(primary) || (primary === failed && /^no such (table|column)/.test(said))
  return new Problem(isDamaged ? 'index_damaged' : 'index_unusable', { detail, cause: error })
}

/** Of the file system, before SQLite has the file; of a record in it that can be read no more. */
function fileProblem(file: string, error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  if (error instanceof SyntaxError)
    return new Problem('index_damaged', { detail: `${file}: a record in it: ${error.message}`, cause: error })
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined) return error
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new Problem(isFull ? 'index_full' : 'index_unusable', { detail: `${file}: ${error.message}`, cause: error })
}

import { Problem } from './problem.ts'

/** Of errno(3): no space, over the quota, over the limit of a file's size. */
const noRoom = ['ENOSPC', 'EDQUOT', 'EFBIG']
/** SQLITE_FULL */
const sqliteFull = 13

/** `disk_full`, where that is why a file was not written: nothing is wrong with the call then. Else `file_unwritable`. */
export function writeFault(field: string, cause: unknown): Problem {
  const { code, errcode, message } = cause as { code?: string; errcode?: number; message: string }
  const isFull = noRoom.includes(code ?? '') || errcode === sqliteFull
  return new Problem(isFull ? 'disk_full' : 'file_unwritable', { field, detail: message, cause })
}

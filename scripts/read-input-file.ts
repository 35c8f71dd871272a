import { closeSync, openSync, readSync } from 'node:fs'
import { Problem } from '../src/domain/problem.ts'

/** A certificate, CSR or key has a few kilobytes; a pipe may never end. */
const maxBytes = 1_048_576

/** The bytes of a file that the caller named. @throws Problem file_unreadable, key_file_too_large */
export function readInputFile(path: string, mostBytes = maxBytes): Buffer {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const parts: Buffer[] = []
    let length = 0
    for (;;) {
      const part = Buffer.alloc(65_536)
      const read = readSync(file, part)
      if (read === 0) return Buffer.concat(parts)
      parts.push(part.subarray(0, read))
      length += read
      if (length > mostBytes) throw new Problem('key_file_too_large', { field: path, detail: `has more than ${mostBytes} bytes` })
    }
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    throw new Problem('file_unreadable', { field: path, detail: (cause as Error).message, cause })
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Hex } from '../src/domain/fields.ts'
import { Problem } from '../src/domain/problem.ts'

/** SHA-256 of a file of any size, or of a pipe. @throws Problem `file_unreadable` */
export async function hashFile(path: string): Promise<Hex> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
  } catch (cause) {
    throw new Problem('file_unreadable', { field: path, detail: (cause as Error).message, cause })
  }
  return `0x${hash.digest('hex')}`
}

import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Problem } from '../domain/problem.ts'

/** Names of what a killed call of `writeWhole` leaves behind. */
export const leftOver = /\.[0-9a-f]{12}\.part$/

/**
 * Writes a file so that it is there whole or not at all.
 * @param mode of the file, 0600 for secrets
 * @param replace whether a file of that name may be there already
 * @throws Problem file_unwritable, file_exists
 */
export function writeWhole(path: string, content: string | Uint8Array, mode: number, { replace = false } = {}): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const file = openSync(temporary, 'wx', mode)
    try {
      writeFileSync(file, content)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (replace) renameSync(temporary, path)
    else linkSync(temporary, path)
    syncDirectory(dirname(path))
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    const detail = exists ? 'is there already' : (cause as Error).message
    throw new Problem(exists ? 'file_exists' : 'file_unwritable', { field: path, detail, cause })
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** A new name is durable only with its directory. */
function syncDirectory(path: string): void {
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

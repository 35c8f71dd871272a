import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { Problem } from '../domain/problem.ts'

/**
 * Text of a file that only its owner may read. `field` is the option or path in the configuration that named it.
 * @throws Problem `file_unreadable`; `secret_exposed` when group or others may read or write it
 */
export function readSecretFile(file: string, field: string): string {
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, 'r')
    const { mode } = fstatSync(descriptor)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new Problem('secret_exposed', { field, detail: `${file} has the mode 0${(mode & 0o777).toString(8)}` })
    }
    return readFileSync(descriptor, 'utf8')
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('file_unreadable', { field, detail: `${file}: ${(error as Error).message}`, cause: error })
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** The first line of such a file: a password. @throws as `readSecretFile` */
export function readSecretLine(file: string, field: string): string {
  return readSecretFile(file, field).split(/\r?\n/, 1)[0] ?? ''
}

/**
 * Writes a file that only its owner may read, never over one that is there.
 * @throws Problem `file_exists`, `file_unwritable`
 */
export function writeSecretFile(file: string, content: string, field: string): void {
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const detail = exists ? `${file} is there already` : `${file}: ${(error as Error).message}`
    throw new Problem(exists ? 'file_exists' : 'file_unwritable', { field, detail, cause: error })
  }
}

import { writeFileSync } from 'node:fs'
import { Problem } from '../src/domain/problem.ts'

/** Writes a file that is not there yet, as JSON that people can read. @throws Problem `file_exists`, `file_unwritable` */
export function writeNewFile(file: string, document: object, field: string): void {
  try {
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`, { flag: 'wx' })
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const detail = exists ? `${file} is there already` : `${file}: ${(error as Error).message}`
    throw new Problem(exists ? 'file_exists' : 'file_unwritable', { field, detail, cause: error })
  }
}

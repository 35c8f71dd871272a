import { renameSync, writeFileSync } from 'node:fs'
import { Problem } from '../../domain/problem.ts'

/** The new text or the old one, never half of it. @throws Problem `file_unwritable` */
export function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.part`
  try {
    writeFileSync(draft, text)
    renameSync(draft, file)
  } catch (error) {
    throw new Problem('file_unwritable', { field: 'dir', detail: `${file}: ${(error as Error).message}`, cause: error })
  }
}

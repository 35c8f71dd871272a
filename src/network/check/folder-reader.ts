import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../domain/problem.ts'

/** Text of a file by its path in the folder; undefined where there is none. @throws Problem `file_unreadable` */
export type FolderReader = (path: string) => string | undefined

export function folderReader(folder: string): FolderReader {
  return (path) => {
    try {
      return readFileSync(join(folder, path), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw new Problem('file_unreadable', { field: 'dir', detail: `${join(folder, path)}: ${(error as Error).message}`, cause: error })
    }
  }
}

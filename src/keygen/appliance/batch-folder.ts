import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Problem } from '../../domain/problem.ts'

/** A batch as it grows, under a temporary name. */
export type BatchFolder = {
  /** @throws Problem file_unwritable */
  write(file: string, content: Uint8Array): void
  /** Everything is on the disk when this returns. @throws Problem file_unwritable */
  sync(): void
  /** Leaves nothing of it. */
  remove(): void
}

/** @throws Problem file_exists, file_unwritable */
export function createBatchFolder(temporary: string, folder: string): BatchFolder {
  if (existsSync(folder)) throw new Problem('file_exists', { field: folder, detail: 'a batch of this number is there already' })
  const attempt = (file: string, action: () => void) => {
    try {
      action()
    } catch (cause) {
      throw new Problem('file_unwritable', { field: file, detail: (cause as Error).message, cause })
    }
  }
  attempt(temporary, () => {
    // an interrupted call's: its number was never used
    rmSync(temporary, { recursive: true, force: true })
    for (const name of ['keys', 'requests']) mkdirSync(join(temporary, name), { recursive: true, mode: 0o755 })
  })
  return {
    write: (file, content) =>
      attempt(join(temporary, file), () => writeFileSync(join(temporary, file), content, { flag: 'wx', mode: 0o644 })),
    // coreutils' syncfs(2): one call for a hundred thousand files, which one by one would take minutes
    sync: () => attempt(temporary, () => void execFileSync('sync', ['--file-system', temporary], { stdio: 'pipe' })),
    remove: () => rmSync(temporary, { recursive: true, force: true }),
  }
}

/** Gives a batch its name. Called again after an interruption, it changes nothing. @returns false where neither name is there */
export function publishFolder(temporary: string, folder: string): boolean {
  try {
    if (existsSync(folder)) return true
    if (!existsSync(temporary)) return false
    renameSync(temporary, folder)
    syncFolder(dirname(folder))
    return true
  } catch (cause) {
    throw new Problem('file_unwritable', { field: folder, detail: (cause as Error).message, cause })
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

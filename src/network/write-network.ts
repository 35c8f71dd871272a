import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Problem } from '../domain/problem.ts'

/** Secrets are for their owner alone, mode 0600; the folder too, where there is one. */
export type NetworkSecrets = ReadonlyMap<string, string>

/**
 * Writes a new folder, whole or not at all: it is made beside its place and moved there at the end.
 * @throws Problem `file_exists` where the folder is there and not empty, `file_unwritable`
 */
export function writeNetwork(folder: string, files: ReadonlyMap<string, string>, secrets: NetworkSecrets = new Map()): void {
  const place = resolve(folder)
  requireFree(place, folder)
  let draft: string | undefined
  try {
    mkdirSync(dirname(place), { recursive: true })
    draft = mkdtempSync(join(dirname(place), `.${basename(place)}-`))
    const write = (path: string, text: string, mode: number) => {
      const target = join(draft ?? place, path)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, text, { mode, flag: 'wx' })
    }
    for (const [path, text] of files) write(path, text, 0o644)
    for (const [path, text] of secrets) write(path, text, 0o600)
    if (existsSync(place)) rmdirSync(place)
    renameSync(draft, place)
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true })
    throw new Problem('file_unwritable', { field: 'dir', detail: `${folder}: ${(error as Error).message}`, cause: error })
  }
}

/** An empty folder may be there. @throws Problem `file_exists` */
export function requireFree(place: string, folder: string): void {
  if (!existsSync(place)) return
  let entries: string[]
  try {
    entries = readdirSync(place)
  } catch (error) {
    throw new Problem('file_exists', { field: 'dir', detail: `${folder} is no folder`, cause: error })
  }
  if (entries.length > 0)
    throw new Problem('file_exists', {
      field: 'dir',
      detail: `${folder} is there already and holds ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`,
    })
}

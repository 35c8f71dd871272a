import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A folder in which the real openssl works; `remove` ends it. */
export type Workshop = {
  readonly run: (...args: readonly string[]) => Buffer
  readonly read: (name: string) => Buffer
  readonly write: (name: string, content: string | Uint8Array) => void
  readonly remove: () => void
}

export function openWorkshop(): Workshop {
  const folder = temporaryFolder()
  return {
    run: (...args) => execFileSync('openssl', args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'ignore'] }),
    read: (name) => readFileSync(folder.file(name)),
    write: (name, content) => writeFileSync(folder.file(name), content, { mode: 0o600 }),
    remove: folder.remove,
  }
}

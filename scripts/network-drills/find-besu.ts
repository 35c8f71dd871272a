import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { environment } from '../environment.ts'

/** The executable that BESU names, or `besu` on PATH; undefined where there is neither. */
export function findBesu({ besu, path }: { readonly besu: string | undefined; readonly path: string | undefined } = environment):
  string | undefined {
  const candidates =
    besu === undefined || besu === ''
      ? (path ?? '')
          .split(delimiter)
          .filter(Boolean)
          .map((folder) => join(folder, 'besu'))
      : [besu]
  return candidates.find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

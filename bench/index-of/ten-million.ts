import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'

export const tenMillion = 10_000_000

/** A tenth of it: how many keys came since the one before, the seconds that took, and the memory of the process in octets. */
export type Filled = { readonly keys: number; readonly of: number; readonly seconds: number; readonly rss: number }

export type TenMillion = { readonly file: string; readonly steps: readonly Filled[] }

let made: TenMillion | undefined

/** An index of ten million keys, made once by a process of its own, and removed when this one ends. */
export function indexOfTenMillion(): TenMillion {
  if (made !== undefined) return made
  const folder = temporaryFolder()
  process.once('exit', () => folder.remove())
  const file = folder.file('index.sqlite')
  const program = join(import.meta.dirname, 'fill-process.ts')
  const output = execFileSync(process.execPath, [program, file, String(tenMillion)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const steps = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Filled)
  made = { file, steps }
  return made
}

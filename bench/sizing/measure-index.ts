import { statSync } from 'node:fs'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { beginIndex, fill } from '../index-of/fill.ts'

export type MeasuredIndex = { readonly keys: number; readonly bytes_a_key: number; readonly keys_a_second: number }

/** Fills an index as the follower does. */
export function measureIndex(keys: number): MeasuredIndex {
  const folder = temporaryFolder()
  try {
    const file = folder.file('index.sqlite')
    const index = beginIndex(file)
    let milliseconds = 0
    fill(index, keys, (_, took) => (milliseconds += took))
    index.close()
    return {
      keys,
      bytes_a_key: Math.round((statSync(file).size / keys) * 10) / 10,
      keys_a_second: Math.round((keys * 1000) / milliseconds),
    }
  } finally {
    folder.remove()
  }
}

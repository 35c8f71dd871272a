import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { Problem } from '../../domain/problem.ts'
import { decodeFoot, decodeHead, type ReceiptsHead } from './receipt-lines.ts'

/** First and last line are shorter, by far. */
const longestLine = 4096

/**
 * Receipts of the same list are written anew by a second run, and nothing else is written over: those of another night's keys prove what nothing
 * else does.
 * @returns how many keys the file that is there proves to be registered
 * @throws Problem file_exists, file_unreadable
 */
export function requireReplaceable(path: string, head: ReceiptsHead): number {
  const ends = endsOf(path)
  if (ends === undefined) return 0
  let before: ReceiptsHead
  try {
    before = decodeHead(ends.first)
  } catch (cause) {
    throw new Problem('file_exists', { field: path, detail: 'is there already, and holds no receipts', cause })
  }
  const differs = (['registry', 'chain', 'process_id', 'list'] as const).find((name) => before[name] !== head[name])
  if (differs !== undefined) {
    throw new Problem('file_exists', {
      field: path,
      detail: `holds receipts of ${differs} ${before[differs]}, these are of ${head[differs]}`,
    })
  }
  try {
    const { count, stood_before } = decodeFoot(ends.last)
    return count - stood_before
  } catch (error) {
    // what was cut off may be written anew
    if (error instanceof Problem) return 0
    throw error
  }
}

/** The first and the last line; undefined where there is no file. */
function endsOf(path: string): { readonly first: string; readonly last: string } | undefined {
  try {
    const entry = statSync(path, { throwIfNoEntry: false })
    if (entry === undefined) return undefined
    // to open a pipe would wait for whoever writes into it
    if (!entry.isFile()) throw new Problem('file_exists', { field: path, detail: 'is there already, and is no file' })
    const file = openSync(path, 'r')
    try {
      const read = (at: number) => {
        const bytes = Buffer.alloc(longestLine)
        return bytes.toString('utf8', 0, readSync(file, bytes, 0, longestLine, at))
      }
      const [first = ''] = read(0).split('\n', 1)
      return {
        first,
        last:
          read(Math.max(0, entry.size - longestLine))
            .split('\n')
            .at(-2) ?? '',
      }
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    throw new Problem('file_unreadable', { field: path, detail: (cause as Error).message, cause })
  }
}

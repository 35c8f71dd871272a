import { closeSync, openSync, readSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { Problem } from '../../src/domain/problem.ts'

const chunkBytes = 65_536
/** How long others may have to wait: the progress bar, Ctrl-C. */
const turnMilliseconds = 50

/**
 * The bytes of a file, or of standard input for `-`. Read in turns: a folder of a million requests is read at the speed of the disk.
 * @throws Problem file_unreadable
 */
export async function* chunksOf(path: string): AsyncGenerator<Uint8Array, void> {
  if (path === '-') yield* process.stdin as AsyncIterable<Uint8Array>
  else yield* chunksOfFile(path)
}

let lastTurn = 0

async function* chunksOfFile(path: string): AsyncGenerator<Uint8Array, void> {
  const file = guard(path, () => openSync(path, 'r'))
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const length = guard(path, () => readSync(file, chunk))
      if (length === 0) return
      yield chunk.subarray(0, length)
      if (performance.now() - lastTurn < turnMilliseconds) continue
      await setImmediate()
      lastTurn = performance.now()
    }
  } finally {
    closeSync(file)
  }
}

function guard<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new Problem('file_unreadable', { field: path, detail: (cause as Error).message, cause })
  }
}

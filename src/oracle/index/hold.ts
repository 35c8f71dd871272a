import type { DatabaseSync } from 'node:sqlite'

/** Reads that follow one another are of one state of the file: taking a newer one costs as much as a read. */
export type Hold = {
  /** Whether what is read from now on is of a newer state, not of the one before. */
  take(): boolean
  /** What is read next is of a newer state. */
  release(): void
}

/** Work that never waits sees what is new after so many milliseconds. */
const longestMs = 5

/** A state is kept until the work at hand waits for something, and no longer than five milliseconds. */
export function holdState(database: DatabaseSync): Hold {
  const begin = database.prepare('BEGIN')
  // COMMIT fails once more with what a read failed with, here where nobody hears of it
  const end = database.prepare('ROLLBACK')
  let takenAt = 0
  let isHeld = false
  const release = () => {
    if (!isHeld) return
    isHeld = false
    if (database.isOpen && database.isTransaction) end.run()
  }
  return {
    take: () => {
      const now = performance.now()
      if (isHeld && now - takenAt < longestMs) return false
      release()
      begin.run()
      ;[isHeld, takenAt] = [true, now]
      setImmediate(release)
      return true
    },
    release,
  }
}

/** Of the connection that writes: each read is of the newest state. */
export const neverHeld: Hold = { take: () => true, release: () => undefined }

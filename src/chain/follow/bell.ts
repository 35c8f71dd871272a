import { setTimeout as pause } from 'node:timers/promises'

/** Whoever rings without end wakes nobody more often than this, in milliseconds. */
const shortest = 50

export type Bell = {
  ring(): void
  /** Ends when it rings, or has rung since the last time, and after so many milliseconds at the latest. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let hasRung = false
  let wake = () => {}
  return {
    ring: () => {
      hasRung = true
      wake()
    },
    wait: async (milliseconds, signal) => {
      const quiet = new AbortController()
      wake = () => quiet.abort()
      const either = AbortSignal.any([signal, quiet.signal])
      await pauseFor(Math.min(shortest, milliseconds), signal)
      if (!hasRung) await pauseFor(milliseconds - shortest, either)
      wake = () => {}
      hasRung = false
    },
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0 && !signal.aborted) await pause(milliseconds, undefined, { signal }).catch(() => undefined)
}

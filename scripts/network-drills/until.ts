import { setTimeout as pause } from 'node:timers/promises'

/**
 * Looks again and again until `probe` finds something. A node that is down is nothing found.
 * @param what is waited for, for the message
 * @throws Error when that takes longer than `timeoutMs`
 */
export async function until<T>(what: string, timeoutMs: number, probe: () => Promise<T | undefined>, pauseMs = 250): Promise<T> {
  const deadline = Date.now() + timeoutMs
  let last: unknown
  for (;;) {
    try {
      const found = await probe()
      if (found !== undefined) return found
      last = undefined
    } catch (error) {
      last = error
    }
    if (Date.now() > deadline) {
      const why = last instanceof Error ? `: ${last.message}` : ''
      throw new Error(`${what}: not within ${Math.round(timeoutMs / 1000)} s${why}`, { cause: last })
    }
    await pause(pauseMs)
  }
}

/** Seconds since it was called, to a tenth. */
export function stopwatch(): () => number {
  const began = performance.now()
  return () => tenths((performance.now() - began) / 1000)
}

export const tenths = (value: number): number => Math.round(value * 10) / 10

/** The middle of the values, the upper one of two. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}

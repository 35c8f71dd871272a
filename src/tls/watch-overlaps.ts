import type { Decision } from '../domain/decision.ts'
import type { Hex } from '../domain/fields.ts'
import { toSeconds } from '../domain/fields.ts'

/** The clock may be set meanwhile, and Node's timers end within 24 days: the time is looked at again after so many ms. */
const longestWait = 3_600_000

export type OverlapOptions = {
  /** When, in seconds, the key is superseded, as far as is known. */
  readonly endOf: (keyId: Hex) => number | undefined
  readonly isConnected: (keyId: Hex) => boolean
  /** Decides on the key again. */
  readonly recheck: (keyId: Hex) => Promise<void>
  /** Ends all waiting. */
  readonly signal: AbortSignal
}

/**
 * Makes the function that is told each decision on a key with open connections. A rotated key is superseded by time alone, which no registry
 * tells: it is decided on again as soon as its overlap is over. One timer for each such key, and none for the others.
 */
export function createOverlapWatch({ endOf, isConnected, recheck, signal }: OverlapOptions): (decision: Decision) => void {
  const timers = new Map<Hex, NodeJS.Timeout>()
  const forget = (keyId: Hex) => {
    clearTimeout(timers.get(keyId))
    timers.delete(keyId)
  }
  signal.addEventListener('abort', () => {
    for (const keyId of timers.keys()) forget(keyId)
  })

  const wait = (keyId: Hex, end: number) => {
    const ms = Math.max(0, end * 1000 - Date.now())
    const look = () => {
      timers.delete(keyId)
      if (!isConnected(keyId)) return
      if (Date.now() < end * 1000) wait(keyId, end)
      else void recheck(keyId)
    }
    timers.set(keyId, setTimeout(look, Math.min(ms, longestWait)).unref())
  }

  return ({ key_id, decided_at }) => {
    const keyId = key_id as Hex
    forget(keyId)
    const end = endOf(keyId)
    const isOver = end === undefined || toSeconds(decided_at) >= end
    if (!isOver && !signal.aborted && isConnected(keyId)) wait(keyId, end)
  }
}

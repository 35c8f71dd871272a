import { LRUCache } from 'lru-cache'
import type { Hex } from '../../domain/fields.ts'
import type { LastKnown } from '../../domain/key-status-source.ts'

/** How many keys' answers are kept; about 3 kB each. */
const capacity = 100_000

/** The last answer about each key, and whether it still stands as far as the registry's changes tell. All times in seconds. */
export type KnownAnswers = {
  /** The answer, when it stands and is at most `maxAge` old. */
  standing(keyId: Hex, now: number, maxAge: number): LastKnown | undefined
  /** The answer to go by where the registry is away, with the time when it was last known to stand. */
  last(keyId: Hex): LastKnown | undefined
  /** Keeps an answer that was asked for in `epoch`; anything may have changed since, if that is over. */
  keep(keyId: Hex, known: LastKnown, epoch: number): void
  /** Counts the times when all was doubted. */
  epoch(): number
  /** The key changed: its answer is no longer true, and counts for nothing. */
  drop(keyId: Hex): void
  /** Anything may have changed: every answer is to be asked again, and is the last known one until then. */
  doubtAll(): void
  /** Nothing is heard from the registry from now on; until now its changes told what stands. */
  lost(now: number): void
}

type Entry = LastKnown & { readonly epoch: number }

export function createKnownAnswers(): KnownAnswers {
  const entries = new LRUCache<Hex, Entry>({ max: capacity })
  let epoch = 0
  let lostAt: { readonly epoch: number; readonly at: number } | undefined
  return {
    epoch: () => epoch,
    standing: (keyId, now, maxAge) => {
      const entry = entries.get(keyId)
      // a clock that was set back makes an old answer look young
      return entry !== undefined && entry.epoch === epoch && Math.abs(now - entry.confirmed_at) < maxAge ? entry : undefined
    },
    last: (keyId) => {
      const entry = entries.get(keyId)
      const heardUntil = entry !== undefined && entry.epoch === lostAt?.epoch ? lostAt.at : 0
      return entry && { answer: entry.answer, confirmed_at: Math.max(entry.confirmed_at, heardUntil) }
    },
    keep: (keyId, { answer, confirmed_at }, asked) => void entries.set(keyId, { answer, confirmed_at, epoch: asked }),
    drop: (keyId) => void entries.delete(keyId),
    doubtAll: () => {
      epoch += 1
    },
    lost: (now) => {
      lostAt = { epoch, at: now }
      epoch += 1
    },
  }
}

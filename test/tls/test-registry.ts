import { once } from 'node:events'
import { toTime } from '../../src/domain/fields.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusChange, KeyStatusSource } from '../../src/domain/key-status-source.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { keyInfoOf, registry as plainName } from '../support/key-info.ts'

/** A registry whose answers the test changes: one block for each change. `asked` counts the questions. */
export type TestRegistry = KeyStatusSource & {
  /** What is known of a key from now on; without `change` it is active in a secure element. Told to whoever follows. */
  set(keyId: Hex, change?: (info: KeyInfo) => void): void
  /** Changes an answer and tells nobody. */
  setSilently(keyId: Hex, change?: (info: KeyInfo) => void): void
  /** The keys are one device's: each but the last is rotated, and superseded at its time (seconds). Told to whoever follows. */
  rotate(line: readonly Hex[], supersededAt: readonly number[]): void
  tell(change: KeyStatusChange): void
  /** `away`: says that it cannot be reached; `hanging`: says nothing; `lagging`: answers from before the last change. */
  mode: 'here' | 'away' | 'hanging' | 'lagging'
  asked: number
  readonly block: number
}

export function createTestRegistry(registry = plainName): TestRegistry {
  const infos = new Map<Hex, KeyInfo>()
  const lines = new Map<Hex, readonly Hex[]>()
  const followers = new Set<{ queue: KeyStatusChange[]; wake: EventTarget }>()
  let block = 7
  const as_of = () => ({ block, time: '2026-11-01T00:00:00Z' })

  const test: TestRegistry = {
    registry,
    mode: 'here',
    asked: 0,
    get block() {
      return block
    },
    setSilently: (keyId, change = () => undefined) => {
      infos.set(
        keyId,
        keyInfoOf((info) => {
          info.key.key_id = keyId
          change(info)
        }),
      )
      block += 1
    },
    set: (keyId, change) => {
      test.setSilently(keyId, change)
      test.tell({ kind: 'keys', key_ids: [keyId], block })
    },
    rotate: (line, supersededAt) => {
      for (const [index, keyId] of line.entries()) {
        const end = supersededAt[index]
        lines.set(keyId, line)
        test.setSilently(keyId, (info) => {
          if (end !== undefined) Object.assign(info, { successor_id: line[index + 1], superseded_at: toTime(end) })
          info.predecessor_id = line[index - 1] ?? null
        })
      }
      test.tell({ kind: 'keys', key_ids: line, block })
    },
    tell: (change) => {
      for (const { queue, wake } of followers) {
        queue.push(change)
        wake.dispatchEvent(new Event('change'))
      }
    },
    get: async (keyId): Promise<KeyStatusAnswer> => {
      test.asked += 1
      if (test.mode === 'hanging') return new Promise(() => undefined)
      if (test.mode === 'away') return { kind: 'unreachable', registry, cause: 'connection refused' }
      const info = infos.get(keyId)
      const at = test.mode === 'lagging' ? { ...as_of(), block: block - 1 } : as_of()
      if (info === undefined) return { kind: 'unknown', registry, as_of: at }
      const line = lines.get(keyId)
      return { kind: 'known', registry, as_of: at, info, ...(line && { line }) }
    },
    changes: async function* (signal) {
      const follower = { queue: [] as KeyStatusChange[], wake: new EventTarget() }
      followers.add(follower)
      try {
        while (!signal.aborted) {
          const next = follower.queue.shift()
          if (next !== undefined) yield next
          else await once(follower.wake, 'change', { signal })
        }
      } finally {
        followers.delete(follower)
      }
    },
  }
  return test
}

/** The key was revoked as compromised. */
export function revoked(info: KeyInfo): void {
  info.key.status = 'revoked'
  info.effective_status = 'revoked'
  info.effective_reason = 'keyCompromise'
}

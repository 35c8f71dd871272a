import type { Hex } from '../../domain/fields.ts'
import type { GivenAnswer, KeyStatusAnswer, KeyStatusChange, LastKnown } from '../../domain/key-status-source.ts'
import type { Consulted } from '../../domain/standing-answer.ts'
import { createAsk } from './ask-registry.ts'
import type { AskedRegistry } from './asked-registry.ts'
import { createKnownAnswers } from './known-answers.ts'

/** What one registry says of keys: answers in memory, which the registry's changes keep true, and else its own. */
export type AnswerKeeper = {
  readonly registry: string
  /** The answer in memory, when it stands. */
  standing(keyId: Hex, now: number): LastKnown | undefined
  /** The answer; asks the registry unless one in memory stands. Where it is away, with the last one known. Never rejects. */
  consult(keyId: Hex, now: number): Promise<Consulted>
  /** The answer in memory, also one that is to be asked again. */
  last(keyId: Hex): GivenAnswer | undefined
  note(change: KeyStatusChange): void
  /** Whether the registry was reachable when it was last heard of. */
  reachable(): boolean
}

/** After no answer the registry is left in peace for so many ms, during which the last known answers count at once. */
const pause = 1000
/** The same where the registry itself has told that it is away. */
const longPause = 5000
/** While its changes are not heard, an answer in memory stands for so many seconds. */
const unheardSeconds = 1

/** @param refreshSeconds how old an answer in memory may become while the registry's changes are heard */
export function createAnswerKeeper({ source, policy, timeout_ms }: AskedRegistry, refreshSeconds: number): AnswerKeeper {
  const { registry } = source
  const known = createKnownAnswers()
  let newestChange = 0
  /** Of the clock that nobody sets back. */
  let silentUntil = 0
  let isReachable = true
  const askSource = createAsk(source, timeout_ms, () => newestChange)

  const ask = async (keyId: Hex, now: number): Promise<KeyStatusAnswer> => {
    if (performance.now() < silentUntil) return { kind: 'unreachable', registry, cause: 'the registry does not answer' }
    const epoch = known.epoch()
    const answer = await askSource(keyId)
    if (answer.kind === 'unreachable') silentUntil = performance.now() + (isReachable ? pause : longPause)
    else known.keep(keyId, { answer, confirmed_at: now }, epoch)
    return answer
  }
  const standing: AnswerKeeper['standing'] = (keyId, now) => known.standing(keyId, now, isReachable ? refreshSeconds : unheardSeconds)

  return {
    registry,
    standing,
    last: (keyId) => known.last(keyId)?.answer,
    reachable: () => isReachable && performance.now() >= silentUntil,
    consult: async (keyId, now) => {
      const stands = standing(keyId, now)
      if (stands !== undefined) return { answer: stands.answer, policy }
      const answer = await ask(keyId, now)
      return { answer, policy, last_known: answer.kind === 'unreachable' ? known.last(keyId) : undefined }
    },
    note: (change) => {
      if (change.kind === 'reachable') {
        if (isReachable && !change.reachable) known.lost(Date.now() / 1000)
        else known.doubtAll()
        isReachable = change.reachable
        silentUntil = 0
        return
      }
      newestChange = Math.max(newestChange, change.block)
      if (change.kind === 'all') known.doubtAll()
      else for (const keyId of change.key_ids) known.drop(keyId)
    },
  }
}

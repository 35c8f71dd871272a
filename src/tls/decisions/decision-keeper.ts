import type { CompiledPolicy } from '../../domain/compile-policy.ts'
import { decide } from '../../domain/decide.ts'
import type { LastKnown } from '../../domain/decide.ts'
import type { ClientType, Decision } from '../../domain/decision.ts'
import type { Hex } from '../../domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusChange, KeyStatusSource } from '../../domain/key-status-source.ts'
import { createAsk } from './ask-registry.ts'
import { createKnownAnswers } from './known-answers.ts'

export type DecisionKeeperOptions = {
  readonly source: KeyStatusSource
  readonly policy: CompiledPolicy
  /** Milliseconds that the registry may take to answer. */
  readonly registryTimeout: number
  /** How old an answer in memory may become while the registry's changes are heard. */
  readonly answerRefreshSeconds: number
  /** Called for each decision that is newly made, with the seconds that it took, look-up included. */
  readonly onDecision: (decision: Decision, seconds: number) => void
}

/** Decides on keys from answers in memory, which the registry's changes keep true. */
export type DecisionKeeper = {
  /** The decision, when it can be told without asking the registry. */
  current(keyId: Hex, clientType: ClientType): Decision | undefined
  /** The decision; asks the registry unless its answer is in memory. Never rejects. */
  decided(keyId: Hex, clientType: ClientType): Promise<Decision>
  /** Takes note of a change, before anything is decided again. */
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

type Memo = { readonly decision: Decision; readonly second: number }

export function createDecisionKeeper(options: DecisionKeeperOptions): DecisionKeeper {
  const { source, policy, registryTimeout, answerRefreshSeconds, onDecision } = options
  const known = createKnownAnswers()
  const memos = new WeakMap<LastKnown['answer'], Partial<Record<ClientType, Memo>>>()
  let newestChange = 0
  let silentUntil = 0
  let isReachable = true
  const askSource = createAsk(source, registryTimeout, () => newestChange)

  const make = (keyId: Hex, clientType: ClientType, answer: KeyStatusAnswer, begun: number): Decision => {
    const last_known = answer.kind === 'unreachable' ? known.last(keyId) : undefined
    const decision = decide({ key_id: keyId, answer, last_known, policy, client_type: clientType, now: seconds() })
    onDecision(decision, (performance.now() - begun) / 1000)
    return decision
  }

  const ask = async (keyId: Hex): Promise<KeyStatusAnswer> => {
    if (Date.now() < silentUntil) return { kind: 'unreachable', registry: source.registry, cause: 'the registry does not answer' }
    const epoch = known.epoch()
    const asked = seconds()
    const answer = await askSource(keyId)
    if (answer.kind === 'unreachable') silentUntil = Date.now() + (isReachable ? pause : longPause)
    else known.keep(keyId, { answer, confirmed_at: asked }, epoch)
    return answer
  }

  /** A decision on an answer that stands is kept for a second: only rules about time could see a difference. */
  const current: DecisionKeeper['current'] = (keyId, clientType) => {
    const now = seconds()
    const standing = known.standing(keyId, now, isReachable ? answerRefreshSeconds : unheardSeconds)
    if (standing === undefined) return undefined
    const second = Math.floor(now)
    const ofAnswer = memos.get(standing.answer) ?? {}
    const memo = ofAnswer[clientType]
    if (memo?.second === second) return memo.decision
    const decision = make(keyId, clientType, standing.answer, performance.now())
    memos.set(standing.answer, { ...ofAnswer, [clientType]: { decision, second } })
    return decision
  }

  return {
    current,
    reachable: () => isReachable && Date.now() >= silentUntil,
    decided: async (keyId, clientType) => {
      const begun = performance.now()
      return current(keyId, clientType) ?? make(keyId, clientType, await ask(keyId), begun)
    },
    note: (change) => {
      if (change.kind === 'reachable') {
        if (isReachable && !change.reachable) known.lost(seconds())
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

function seconds(): number {
  return Date.now() / 1000
}

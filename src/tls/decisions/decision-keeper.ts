import { decideAmong } from '../../domain/decide-among.ts'
import type { ClientType, Decision } from '../../domain/decision.ts'
import { toSeconds } from '../../domain/fields.ts'
import type { Hex } from '../../domain/fields.ts'
import type { DeviceLine, GivenAnswer, KeyStatusChange } from '../../domain/key-status-source.ts'
import type { Consulted } from '../../domain/standing-answer.ts'
import { createAnswerKeeper } from './answer-keeper.ts'
import type { AnswerKeeper } from './answer-keeper.ts'
import type { AskedRegistry } from './asked-registry.ts'

export type DecisionKeeperOptions = {
  /** In the order of precedence. */
  readonly registries: readonly AskedRegistry[]
  /** How old an answer in memory may become while the registry's changes are heard. */
  readonly answerRefreshSeconds: number
  /** Called for each decision that is newly made, with the seconds that it took, look-up included. */
  readonly onDecision: (decision: Decision, seconds: number) => void
}

/** Whose key it is is known only after a registry has told on which others it follows: asked for when the answers are in memory. */
export type ClientTypeOf = () => ClientType

/** Decides on keys from answers in memory, which the changes of each registry keep true. */
export type DecisionKeeper = {
  /** The decision, when it can be told without asking a registry. */
  current(keyId: Hex, clientType: ClientTypeOf): Decision | undefined
  /** The decision; asks every registry whose answer is not in memory. Never rejects. */
  decided(keyId: Hex, clientType: ClientTypeOf): Promise<Decision>
  /**
   * The keys of its device, by what is in memory: of the first registry that knows it as one of several. A key id is no secret, and anybody
   * can register another's in a second registry: so what a registry says of keys that one before it knows counts for nothing.
   */
  lineOf(keyId: Hex): DeviceLine | undefined
  /** When the first registry supersedes it, in seconds, by what is in memory. */
  supersededAt(keyId: Hex): number | undefined
  /** Takes note of a change that a registry tells, before anything is decided again. */
  note(registry: string, change: KeyStatusChange): void
  /** Whether each registry was reachable when it was last heard of, in their order. */
  reachable(): { readonly registry: string; readonly reachable: boolean }[]
}

/** How often registries are asked again for one decision. */
const mostTries = 3

type Memo = { readonly decision: Decision; readonly second: number; readonly answers: readonly GivenAnswer[] }

export function createDecisionKeeper({ registries, answerRefreshSeconds, onDecision }: DecisionKeeperOptions): DecisionKeeper {
  const asked = registries.map((each) => ({ keeper: createAnswerKeeper(each, answerRefreshSeconds), policy: each.policy }))
  const keepers = asked.map(({ keeper }) => keeper)
  const memos = new WeakMap<GivenAnswer, Partial<Record<ClientType, Memo>>>()

  const known = (keyId: Hex) =>
    keepers.flatMap((keeper) => {
      const last = keeper.last(keyId)
      return last?.kind === 'known' ? [last] : []
    })

  const make = (keyId: Hex, clientType: ClientType, consulted: readonly Consulted[], begun: number): Decision => {
    const decision = decideAmong({ key_id: keyId, consulted, client_type: clientType, now: seconds() })
    onDecision(decision, (performance.now() - begun) / 1000)
    return decision
  }

  /**
   * While one registry is slow to answer, what another said may be overtaken by a change: then they are asked again. What is overtaken in the
   * end, too, is no answer.
   */
  const consultAll = async (keyId: Hex, now: number): Promise<Consulted[]> => {
    for (let tries = 1; ; tries++) {
      const consulted = await Promise.all(keepers.map((keeper) => keeper.consult(keyId, now)))
      const stands = ({ answer }: Consulted, index: number) =>
        answer.kind === 'unreachable' || keepers[index]?.standing(keyId, now)?.answer === answer
      if (keepers.length === 1 || consulted.every(stands)) return consulted
      if (tries === mostTries) return consulted.map((each, index) => (stands(each, index) ? each : overtaken(each)))
    }
  }

  const lineAt = (keeper: AnswerKeeper, keyId: Hex) => {
    const last = keeper.last(keyId)
    return last?.kind === 'known' ? last.line : undefined
  }
  const lineOf = (keyId: Hex): DeviceLine | undefined => {
    for (const [index, keeper] of keepers.entries()) {
      const line = lineAt(keeper, keyId)
      const before = keepers.slice(0, index)
      if (line?.every((each) => before.every(({ last }) => last(each)?.kind === 'unknown')) === true) return line
    }
    return undefined
  }
  /** Of the other keys of a line, what the registries before the one that told it say. */
  const consultBefore = async (keyId: Hex, now: number): Promise<void> => {
    const asked = keepers.flatMap((keeper, index) =>
      (lineAt(keeper, keyId) ?? []).map((each) => ({ each, before: keepers.slice(0, index) })),
    )
    await Promise.all(asked.flatMap(({ each, before }) => before.map((keeper) => keeper.consult(each, now))))
  }

  /** A decision on answers that stand is kept for a second: only rules about time could see a difference. */
  const current: DecisionKeeper['current'] = (keyId, clientTypeOf) => {
    const now = seconds()
    const answers: GivenAnswer[] = []
    for (const keeper of keepers) {
      const standing = keeper.standing(keyId, now)
      if (standing === undefined) return undefined
      answers.push(standing.answer)
    }
    const [first] = answers as [GivenAnswer]
    const clientType = clientTypeOf()
    const second = Math.floor(now)
    const ofAnswer = memos.get(first) ?? {}
    const memo = ofAnswer[clientType]
    if (memo?.second === second && answers.every((answer, index) => answer === memo.answers[index])) return memo.decision
    const consulted = asked.map(({ policy }, index) => ({ policy, answer: answers[index] as GivenAnswer }))
    const decision = make(keyId, clientType, consulted, performance.now())
    memos.set(first, { ...ofAnswer, [clientType]: { decision, second, answers } })
    return decision
  }

  return {
    current,
    reachable: () => keepers.map((keeper) => ({ registry: keeper.registry, reachable: keeper.reachable() })),
    decided: async (keyId, clientTypeOf) => {
      const begun = performance.now()
      const now = seconds()
      const found = current(keyId, clientTypeOf)
      if (found !== undefined) return found
      const consulted = await consultAll(keyId, now)
      await consultBefore(keyId, now)
      return make(keyId, clientTypeOf(), consulted, begun)
    },
    lineOf,
    supersededAt: (keyId) => {
      const ends = known(keyId).flatMap(({ info }) => (info.superseded_at === null ? [] : [toSeconds(info.superseded_at)]))
      return ends.length === 0 ? undefined : Math.min(...ends)
    },
    note: (registry, change) => keepers.find((keeper) => keeper.registry === registry)?.note(change),
  }
}

function overtaken({ answer: { registry }, policy }: Consulted): Consulted {
  return { answer: { kind: 'unreachable', registry, cause: 'it changes faster than it can be asked' }, policy }
}

function seconds(): number {
  return Date.now() / 1000
}

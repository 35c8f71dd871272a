import type { CompiledPolicy } from './compile-policy.ts'
import type { Consultation, Finding } from './decision.ts'
import { effectiveAt } from './effective-at.ts'
import type { Hex } from './fields.ts'
import type { GivenAnswer, KeyStatusAnswer, LastKnown } from './key-status-source.ts'

/** One registry that was asked about a key, and the policy by which the keys that it knows are judged. */
export type Consulted = {
  readonly answer: KeyStatusAnswer
  /** Counts only where `answer` is `unreachable`. */
  readonly last_known?: LastKnown | undefined
  readonly policy: CompiledPolicy
}

/** What there is to go by of one registry: its answer or the last one known, or `silence`, which is a reason to refuse. */
export type Standing = {
  readonly registry: string
  readonly policy: CompiledPolicy
  readonly given?: GivenAnswer
  readonly silence?: Finding
  /** An answer from memory is marked with its age. */
  readonly aged?: Finding
}

/**
 * What each registry's answer comes to. A registry that is away is never taken for one that does not know the key: its last known answer
 * counts up to a limit, and past it there is silence, unless the key is superseded. The limit on a key that the registry knew is
 * `max_answer_age_seconds` of its own policy. That it did not know a key counts for as long as the policy allows by which the key is judged:
 * that of the first registry that knows it, so that each operator's limit governs the keys of its registry.
 */
export function standingAnswers(consulted: readonly Consulted[], keyId: Hex, now: number): Standing[] {
  const own = (each: Consulted) => standingAnswer(each, keyId, now, each.policy)
  const [only] = consulted
  if (only !== undefined && consulted.length === 1) return [own(only)]
  const known = consulted.map((each) => (answerOf(each)?.kind === 'known' ? own(each) : undefined))
  const judge = known.find((each) => isActive(each?.given))?.policy
  return consulted.map((each, index) => known[index] ?? standingAnswer(each, keyId, now, judge ?? each.policy))
}

/** Whether a registry has the key, and nothing there speaks against its use. */
export function isActive(given: GivenAnswer | undefined): boolean {
  return given?.kind === 'known' && given.info.effective_status === 'active'
}

export function consultationOf({ registry, given }: Standing): Consultation {
  if (given?.kind !== 'known') {
    const none = { process_id: null, key_generation_id: null, key_protection_id: null }
    return { registry, status: given === undefined ? 'unreachable' : 'unknown', ...none, as_of: given?.as_of ?? null }
  }
  const { effective_status: status, process, key_generation, key_protection } = given.info
  return {
    registry,
    status,
    process_id: process.process_id,
    key_generation_id: key_generation.assessment_id,
    key_protection_id: key_protection.assessment_id,
    as_of: given.as_of,
  }
}

function answerOf({ answer, last_known }: Consulted): GivenAnswer | undefined {
  return answer.kind === 'unreachable' ? last_known?.answer : answer
}

function standingAnswer(consulted: Consulted, keyId: Hex, now: number, judge: CompiledPolicy): Standing {
  const { answer, last_known, policy } = consulted
  const { registry } = answer
  const given = givenAt(answerOf(consulted), now)
  const silence = (found: string, wanted: string): Standing => {
    return { registry, policy, silence: { rule: 'registry_unreachable', found, wanted, severity: 'refuse', registry } }
  }
  if (given?.kind === 'known' && given.info.key.key_id !== keyId) {
    return silence(`an answer about ${given.info.key.key_id}`, 'an answer about this key')
  }
  if (answer.kind !== 'unreachable') return { registry, policy, ...(given && { given }) }

  const limit = judge.policy.max_answer_age_seconds
  const wanted = `an answer at most ${limit} s old`
  if (given === undefined || last_known === undefined) return silence(`no answer: ${answer.cause}`, wanted)
  // a clock that was set back makes an old answer look young
  const age = Math.abs(Math.ceil(now - last_known.confirmed_at))
  const found = `an answer ${age} s old: ${answer.cause}`
  if (age > limit && !isSuperseded(given)) return silence(found, wanted)
  return { registry, policy, given, aged: { rule: 'answer_age', found, wanted, severity: 'admit', registry } }
}

/** What the answer comes to now: a rotated key is superseded by time alone, though its registry be away. */
function givenAt(given: GivenAnswer | undefined, now: number): GivenAnswer | undefined {
  if (given?.kind !== 'known') return given
  const info = effectiveAt(given.info, now)
  return info === given.info ? given : { ...given, info }
}

/** By a time that was told in advance: that is no less true when the answer is old. */
function isSuperseded(given: GivenAnswer): boolean {
  return given.kind === 'known' && given.info.effective_status === 'superseded'
}

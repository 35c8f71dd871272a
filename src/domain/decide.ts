import type { CompiledPolicy } from './compile-policy.ts'
import { outcomes } from './decision.ts'
import type { ClientType, Decision, Finding, Outcome } from './decision.ts'
import { toTime } from './fields.ts'
import type { Hex } from './fields.ts'
import type { KeyStatusAnswer } from './key-status-source.ts'
import type { Policy } from './policy.ts'
import type { KeyInfo } from './records.ts'

type GivenAnswer = Exclude<KeyStatusAnswer, { kind: 'unreachable' }>

/** The answer that a registry gave last, and when (seconds since 1970) it was last known to stand. */
export type LastKnown = { readonly answer: GivenAnswer; readonly confirmed_at: number }

export type DecisionInput = {
  readonly key_id: Hex
  readonly answer: KeyStatusAnswer
  /** Counts only where `answer` is `unreachable`. */
  readonly last_known?: LastKnown | undefined
  readonly policy: CompiledPolicy
  readonly client_type: ClientType
  /** Seconds since 1970. */
  readonly now: number
}

/**
 * Whether a key is good enough for a certificate or a connection. A pure function: same input, same decision. A key whose effective
 * status is not active is refused whatever the policy says; where the registry cannot be reached, the last known answer counts up to the
 * policy's `max_answer_age_seconds`, and past it the key is refused: never admitted by silence.
 */
export function decide({ key_id, answer, last_known, policy, client_type, now }: DecisionInput): Decision {
  const findings: Finding[] = []
  const given = answer.kind === 'unreachable' ? stillValid(answer.cause, last_known, policy.policy, now, findings) : answer

  if (given?.kind === 'unknown') {
    findings.push({ rule: 'unregistered', found: 'not registered', wanted: 'registered', severity: policy.policy.unregistered })
  } else if (given !== undefined && given.info.key.key_id !== key_id) {
    findings.push(unreachable(`an answer about ${given.info.key.key_id}`, 'an answer about this key'))
  } else if (given !== undefined) {
    judge(given.info, policy, client_type, now, findings)
  }

  return {
    outcome: worstOf(findings),
    findings,
    key_id,
    registry: answer.registry,
    policy: policy.description,
    as_of: given?.as_of ?? null,
    decided_at: toTime(Math.floor(now)),
  }
}

function judge(info: KeyInfo, { checks }: CompiledPolicy, clientType: ClientType, now: number, findings: Finding[]): void {
  if (info.effective_status !== 'active') {
    const reason = info.effective_reason === null ? '' : ` (${info.effective_reason})`
    findings.push({ rule: 'status', found: `${info.effective_status}${reason}`, wanted: 'active', severity: 'refuse' })
  }
  for (const check of checks[clientType]) {
    const finding = check(info, now)
    if (finding !== undefined) findings.push(finding)
  }
}

/** The last known answer while it is young enough; a finding says its age, or that there is none. */
function stillValid(
  cause: string,
  last: LastKnown | undefined,
  { max_answer_age_seconds: limit }: Policy,
  now: number,
  findings: Finding[],
): GivenAnswer | undefined {
  const wanted = `an answer at most ${limit} s old`
  if (last === undefined) {
    findings.push(unreachable(`no answer: ${cause}`, wanted))
    return undefined
  }
  const age = Math.max(0, Math.ceil(now - last.confirmed_at))
  if (age > limit) {
    findings.push(unreachable(`an answer ${age} s old: ${cause}`, wanted))
    return undefined
  }
  findings.push({ rule: 'answer_age', found: `an answer ${age} s old: ${cause}`, wanted, severity: 'admit' })
  return last.answer
}

function unreachable(found: string, wanted: string): Finding {
  return { rule: 'registry_unreachable', found, wanted, severity: 'refuse' }
}

function worstOf(findings: readonly Finding[]): Outcome {
  const worst = findings.reduce((level, { severity }) => Math.max(level, outcomes.indexOf(severity)), 0)
  return outcomes[worst] ?? 'refuse'
}

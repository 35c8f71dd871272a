import { outcomes } from './decision.ts'
import type { ClientType, Decision, Finding, Outcome } from './decision.ts'
import { enforced } from './enforce.ts'
import { toTime } from './fields.ts'
import type { Hex } from './fields.ts'
import type { KeyInfo } from './records.ts'
import { consultationOf, isActive, standingAnswers } from './standing-answer.ts'
import type { Consulted, Standing } from './standing-answer.ts'

export type AmongInput = {
  readonly key_id: Hex
  /** One registry or more, in the configured order. */
  readonly consulted: readonly Consulted[]
  readonly client_type: ClientType
  /** Seconds since 1970. */
  readonly now: number
}

/** What one registry and its policy alone come to. */
type Verdict = { readonly standing: Standing; readonly findings: readonly Finding[]; readonly outcome: Outcome }

/**
 * Whether a key is good enough for a certificate or a connection, by what several registries say of it. A pure function: same input, same
 * decision. A key that is revoked, suspended or otherwise not active in any of them is refused, whatever the policies say; else the first in
 * the configured order that knows it decides, under its own policy. A registry that is away is none that does not know the key: its last
 * known answer counts for a while (`standingAnswers`), then the key is refused, since it may have been revoked there: never admitted by
 * silence. Where none knows the key, it gets the worst of what their policies have for unregistered keys.
 *
 * A `void` entry was a mistake: beside a registry where the key is active it counts as none, and alone it is refused.
 *
 * Policies that only observe enforce nothing, and take nothing from those that enforce: of several verdicts the one decides that has the worst
 * consequence, then the one with the worst outcome, then the first.
 */
export function decideAmong({ key_id, consulted, client_type, now }: AmongInput): Decision {
  const standings = standingAnswers(consulted, key_id, now)
  const decider = standings.find(({ given }) => isActive(given))
  const verdicts = [
    ...standings.filter(isFallen).map((standing) => verdictOf(standing, judge(standing, client_type, now))),
    ...standings.flatMap((standing) => (standing.silence === undefined ? [] : [verdictOf(standing, [standing.silence])])),
    ...(decider === undefined ? standings.filter(hasNone) : [decider]).map((standing) =>
      verdictOf(standing, judge(standing, client_type, now)),
    ),
  ]
  const decisive = verdicts.reduce((worst, each) => (weightOf(each) > weightOf(worst) ? each : worst))
  const { standing, outcome } = decisive
  const others = verdicts.filter((each) => each !== decisive).flatMap(({ findings }) => findings)
  return {
    outcome,
    findings: [
      ...standings.flatMap(({ aged }) => aged ?? []),
      ...decisive.findings,
      // what is only observed stands beside what is enforced as a remark
      ...others.map((finding) => (isWorse(finding.severity, outcome) ? { ...finding, severity: 'admit' as const } : finding)),
    ],
    key_id,
    registry: standing.registry,
    policy: standing.policy.description,
    as_of: standing.given?.as_of ?? null,
    consulted: standings.map(consultationOf),
    decided_at: timeOf(Math.floor(now)),
  }
}

let last = { second: Number.NaN, time: '' }

/** Thousands of decisions are of one second; putting a time into words takes as long as half of one. */
function timeOf(second: number): string {
  if (last.second !== second) last = { second, time: toTime(second) }
  return last.time
}

function isFallen({ given }: Standing): boolean {
  return given?.kind === 'known' && given.info.effective_status !== 'active' && given.info.effective_status !== 'void'
}

/** The registry answers, and has no entry of the key that counts. */
function hasNone({ given }: Standing): boolean {
  return given?.kind === 'unknown' || (given?.kind === 'known' && given.info.effective_status === 'void')
}

function verdictOf(standing: Standing, findings: readonly Finding[]): Verdict {
  const worst = findings.reduce((level, { severity }) => Math.max(level, outcomes.indexOf(severity)), 0)
  return { standing, findings, outcome: outcomes[worst] ?? 'refuse' }
}

/** What the policy of a registry finds about a key by that registry's answer. */
function judge({ given, policy, registry }: Standing, clientType: ClientType, now: number): Finding[] {
  if (given === undefined) return []
  if (given.kind === 'unknown') {
    return [{ rule: 'unregistered', found: 'not registered', wanted: 'registered', severity: policy.policy.unregistered, registry }]
  }
  const findings = [...statusFindings(given.info, registry), ...rotationFindings(given.info, registry)]
  for (const check of policy.checks[clientType]) {
    const finding = check(given.info, now)
    if (finding !== undefined) findings.push({ ...finding, registry })
  }
  return findings
}

function statusFindings({ effective_status, effective_reason }: KeyInfo, registry: string): Finding[] {
  if (effective_status === 'active') return []
  const reason = effective_reason === null ? '' : ` (${effective_reason})`
  return [{ rule: 'status', found: `${effective_status}${reason}`, wanted: 'active', severity: 'refuse', registry }]
}

/** Both keys are good during the overlap; whoever looks should see that the end of one is near. */
function rotationFindings({ effective_status, successor_id, superseded_at }: KeyInfo, registry: string): Finding[] {
  if (effective_status !== 'active' || superseded_at === null) return []
  const found = `superseded from ${superseded_at} on${successor_id === null ? '' : ` by ${successor_id}`}`
  return [{ rule: 'rotated', found, wanted: 'the newest key of the device', severity: 'admit', registry }]
}

function weightOf({ outcome, standing }: Verdict): number {
  return outcomes.indexOf(enforced({ outcome, policy: standing.policy.policy })) * outcomes.length + outcomes.indexOf(outcome)
}

function isWorse(one: Outcome, other: Outcome): boolean {
  return outcomes.indexOf(one) > outcomes.indexOf(other)
}

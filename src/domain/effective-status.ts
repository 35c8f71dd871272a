import { finalStatuses } from './enumerations.ts'
import type { AssessmentState, EffectiveReason, InheritedReason, KeyReason, RecordState, Status } from './enumerations.ts'

/** State of a process or lot. `since` is in seconds since 1970, as are all times here. */
type StateFacts = { readonly state: RecordState; readonly since: number }

/** What counts of a series: its head's state and completion_date, and since when the head's assessor is struck off. */
type AssessmentFacts = {
  readonly state: AssessmentState
  readonly completion_date: number
  readonly assessor_struck_off_since: number | null
}

/** All that a key's effective status follows from. */
export type EffectiveFacts = {
  readonly key: { readonly status: Status; readonly reason: KeyReason | null; readonly since: number }
  readonly lot: StateFacts
  readonly process: StateFacts
  readonly key_generation: AssessmentFacts
  readonly key_protection: AssessmentFacts
}

export type EffectiveStatus = { readonly status: Status; readonly reason: EffectiveReason | null }

/**
 * The one rule of what a key's status comes to, the same on chain (contracts/libraries) and here. Final beats suspended beats active; of
 * two final ones the first in time counts, the key's own on a tie, but `void` always: an entry that was a mistake. Suspended by itself
 * beats suspended through something else. Time alone changes nothing.
 */
export function effectiveStatus(facts: EffectiveFacts): EffectiveStatus {
  const { key, process } = facts
  const own = { status: key.status, reason: key.reason }
  const processRevoked = process.state === 'revoked'

  if (finalStatuses.includes(key.status)) {
    const first = key.status === 'void' || !processRevoked || key.since <= process.since
    return first ? own : { status: 'revoked', reason: 'process_revoked' }
  }
  if (processRevoked) return { status: 'revoked', reason: 'process_revoked' }

  if (key.status === 'suspended') return own
  const reason = inheritedSuspension(facts)
  return reason === undefined ? { status: 'active', reason: null } : { status: 'suspended', reason }
}

/** The first of the reasons, in their order, for which a key that is active by itself is suspended. */
function inheritedSuspension({ lot, process, key_generation, key_protection }: EffectiveFacts): InheritedReason | undefined {
  const series = [key_generation, key_protection]
  if (process.state === 'suspended') return 'process_suspended'
  if (lot.state !== 'active') return 'lot_suspended'
  if (series.some(({ state }) => state === 'withdrawn')) return 'assessment_withdrawn'
  if (series.some(isStruckOff)) return 'assessor_struck_off'
  return series.some(({ state }) => state === 'suspended') ? 'assessment_suspended' : undefined
}

/** Struck off since before, or at, completion: the assessment was made without the right to. */
function isStruckOff({ assessor_struck_off_since: since, completion_date }: AssessmentFacts): boolean {
  return since !== null && since <= completion_date
}

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

/** What the registry keeps of a key. `superseded_at`: end of the overlap with its successor, null without one. */
type KeyFacts = {
  readonly status: Status
  readonly reason: KeyReason | null
  readonly since: number
  readonly superseded_at: number | null
  readonly follows_lot: boolean
}

/** All that a key's effective status follows from. `lot_owner` is what the lot's owner set. */
export type EffectiveFacts = {
  readonly key: KeyFacts
  readonly lot: StateFacts
  readonly lot_owner: StateFacts
  readonly process: StateFacts
  readonly key_generation: AssessmentFacts
  readonly key_protection: AssessmentFacts
}

export type EffectiveStatus = { readonly status: Status; readonly reason: EffectiveReason | null }

/**
 * The one rule of what a key's status comes to, the same on chain (contracts/libraries) and here. Final beats suspended beats active; of
 * several final ones the first in time counts, on a tie the key's own, then its lot's, but `void` always: an entry that was a mistake.
 * Suspended by itself beats suspended through something else. Time alone changes nothing but that a rotated key is superseded.
 * @param at seconds since 1970
 */
export function effectiveStatus(facts: EffectiveFacts, at: number): EffectiveStatus {
  const own = ownStatus(facts.key, at)
  if (own.status === 'void') return { status: own.status, reason: own.reason }
  const [first] = finalOnes(facts, own).sort((a, b) => a.since - b.since)
  if (first !== undefined) return { status: first.status, reason: first.reason }

  if (own.status === 'suspended') return { status: own.status, reason: own.reason }
  const reason = inheritedSuspension(facts)
  return reason === undefined ? { status: 'active', reason: null } : { status: 'suspended', reason }
}

type Since = EffectiveStatus & { readonly since: number }

/** The key's own status: a rotated key that has not fallen is superseded after its overlap, which nobody writes down. */
export function ownStatus({ status, reason, since, superseded_at }: KeyFacts, at: number): Since {
  const isSuperseded = superseded_at !== null && at >= superseded_at && !finalStatuses.includes(status)
  return isSuperseded ? { status: 'superseded', reason: 'superseded', since: superseded_at } : { status, reason, since }
}

/** In the order in which they go on a tie. */
function finalOnes({ key, lot_owner, process }: EffectiveFacts, own: Since): Since[] {
  const found: Since[] = finalStatuses.includes(own.status) ? [own] : []
  if (key.follows_lot && lot_owner.state === 'revoked') found.push({ status: 'revoked', reason: 'lot_revoked', since: lot_owner.since })
  if (key.follows_lot && lot_owner.state === 'eol') found.push({ status: 'eol', reason: 'lot_retired', since: lot_owner.since })
  if (process.state === 'revoked') found.push({ status: 'revoked', reason: 'process_revoked', since: process.since })
  return found
}

/** The first of the reasons, in their order, for which a key that is active by itself is suspended. */
function inheritedSuspension({
  key,
  lot,
  lot_owner,
  process,
  key_generation,
  key_protection,
}: EffectiveFacts): InheritedReason | undefined {
  const series = [key_generation, key_protection]
  if (process.state === 'suspended') return 'process_suspended'
  const lotSuspended = lot.state !== 'active' || (key.follows_lot && lot_owner.state !== 'active')
  if (lotSuspended) return 'lot_suspended'
  if (series.some(({ state }) => state === 'withdrawn')) return 'assessment_withdrawn'
  if (series.some(isStruckOff)) return 'assessor_struck_off'
  return series.some(({ state }) => state === 'suspended') ? 'assessment_suspended' : undefined
}

/** Struck off since before, or at, completion: the assessment was made without the right to. */
function isStruckOff({ assessor_struck_off_since: since, completion_date }: AssessmentFacts): boolean {
  return since !== null && since <= completion_date
}

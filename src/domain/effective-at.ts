import { effectiveStatus } from './effective-status.ts'
import type { EffectiveFacts } from './effective-status.ts'
import { finalStatuses } from './enumerations.ts'
import { toSeconds } from './fields.ts'
import type { AssessmentRecord, KeyInfo } from './records.ts'

/**
 * What the registry would say of the key at a later time, when nothing was written since: a rotated key is superseded as soon as its overlap
 * is over, which no event tells. Also from an answer that is kept while the registry is away.
 * @param at seconds since 1970
 */
export function effectiveAt(info: KeyInfo, at: number): KeyInfo {
  const { superseded_at, effective_status } = info
  if (superseded_at === null || at < toSeconds(superseded_at) || finalStatuses.includes(effective_status)) return info
  const { status, reason } = effectiveStatus(factsOf(info), at)
  return { ...info, effective_status: status, effective_reason: reason }
}

/** All that a key's effective status follows from. */
export function factsOf({ key, lot, process, key_generation, key_protection, assessors, superseded_at }: KeyInfo): EffectiveFacts {
  const series = ({ state, completion_date, assessor_id }: AssessmentRecord) => {
    const struckOff = assessors.find(({ entity_id }) => entity_id === assessor_id)?.struck_off_since ?? null
    return { state, completion_date: toSeconds(completion_date), assessor_struck_off_since: secondsOf(struckOff) }
  }
  const { status, status_reason: reason, follows_lot } = key
  return {
    key: { status, reason, since: toSeconds(key.status_since), superseded_at: secondsOf(superseded_at), follows_lot },
    lot: { state: lot.state, since: toSeconds(lot.state_since) },
    lot_owner: { state: lot.owner_state, since: toSeconds(lot.owner_state_since) },
    process: { state: process.state, since: toSeconds(process.state_since) },
    key_generation: series(key_generation),
    key_protection: series(key_protection),
  }
}

function secondsOf(time: string | null): number | null {
  return time === null ? null : toSeconds(time)
}

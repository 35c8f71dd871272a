import type { EffectiveFacts } from './effective-status.ts'
import { toSeconds } from './fields.ts'
import type { AssessmentEntry, AssessmentResult } from './kept-records.ts'
import type {
  AssessmentRecord,
  EntityRecord,
  KeyGenerationRecord,
  KeyInfo,
  KeyProtectionRecord,
  LotRecord,
  ProcessRecord,
} from './records.ts'
import { validityTimes, type Validity } from './validity.ts'

/** Everything in a key's answer that is the same for all keys of a lot that follow it, made once for all of them. */
export type LotContext = Pick<KeyInfo, 'lot' | 'process' | 'key_generation' | 'key_protection' | 'process_owner' | 'assessors'> & {
  /** The lot's owner: of keys with an owner of their own it says nothing. */
  readonly lot_owner: EntityRecord
  /** What the keys' effective status follows from besides the key. */
  readonly facts: Omit<EffectiveFacts, 'key'>
}

/** The records that a lot's keys hang on; of the series their heads. */
export type LotParts = {
  readonly lot: LotRecord
  readonly process: ProcessRecord
  readonly key_generation: KeyGenerationRecord
  readonly key_protection: KeyProtectionRecord
  readonly owner: EntityRecord
  readonly process_owner: EntityRecord
  readonly key_generation_assessor: EntityRecord
  readonly key_protection_assessor: EntityRecord
}

export function lotContextOf(parts: LotParts): LotContext {
  const { lot, process, key_generation, key_protection, owner: lot_owner, process_owner } = parts
  const assessors = [parts.key_generation_assessor, parts.key_protection_assessor]
  const [first, second] = assessors as [EntityRecord, EntityRecord]
  const facts = {
    lot: { state: lot.state, since: toSeconds(lot.state_since) },
    lot_owner: { state: lot.owner_state, since: toSeconds(lot.owner_state_since) },
    process: { state: process.state, since: toSeconds(process.state_since) },
    key_generation: headFacts(key_generation, first),
    key_protection: headFacts(key_protection, second),
  }
  const each = first.entity_id === second.entity_id ? [second] : assessors
  return { lot, process, key_generation, key_protection, lot_owner, process_owner, assessors: each, facts }
}

/** Tables 6 to 8, of what is kept of an assessment, its result and the validity that holds. */
export function assessmentOf(entry: AssessmentEntry, assessment_result: AssessmentResult, validity: Validity): AssessmentRecord {
  const { results_id: _, ...record } = entry
  return { ...record, ...validityTimes(entry.completion_date, validity), assessment_result } as AssessmentRecord
}

function headFacts({ state, completion_date }: AssessmentRecord, { struck_off_since }: EntityRecord) {
  const assessor_struck_off_since = struck_off_since === null ? null : toSeconds(struck_off_since)
  return { state, completion_date: toSeconds(completion_date), assessor_struck_off_since }
}

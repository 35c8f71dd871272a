import type { CommentRecord } from './comment-record.ts'
import type { AssessmentKind } from './enumerations.ts'
import type {
  AssessmentRecord,
  DocumentRecord,
  EntityRecord,
  KeyGenerationRecord,
  KeyProtectionRecord,
  KeyRecord,
  ProcessRecord,
} from './records.ts'
import type { SampleFindingRecord, SampleRecord } from './sample-records.ts'
import type { Hex } from './fields.ts'
import type { Validity } from './validity.ts'

/** The account that acts for an entity, or did: an account never comes to act for another one; null: it acts for none any more. */
export type ControllerEntry = { readonly account: string; readonly entity_id: string | null }

/** A change of controller that waits to be accepted, not before `acceptable_from`; `account` null: none waits. */
export type ControllerReplacement = {
  readonly entity_id: string
  readonly account: string | null
  readonly acceptable_from: string | null
  readonly by_registrar: boolean
}

/** Numbers of an entity's own, or the default's; 0: the default, and of the default: what the contract came with. */
export type QuotaEntry = { readonly keys_per_day: number; readonly records_per_day: number }

/** A role of the Authority, by its number, with the accounts that hold it in the order in which the contract lists them. */
export type RoleEntry = { readonly role_id: string; readonly members: readonly string[] }

/** Whether an entity that is not the owner may register under a process. */
export type GrantEntry = { readonly process_id: string; readonly entity_id: string; readonly granted: boolean }

/** In whose name an account registers under a process; null: nobody's any more. */
export type LineAccountEntry = { readonly process_id: string; readonly account: string; readonly entity_id: string | null }

/** Tables 6 to 8 but for the result, which a renewal shares with what it renews: that of `results_id`. */
export type AssessmentEntry = Omit<AssessmentRecord, 'assessment_result' | 'valid_until' | 'grace_until'> & { readonly results_id: string }

/** `assessment_result` of tables 7 and 8, as an original or a correction gave it. */
export type AssessmentResult = KeyGenerationRecord['assessment_result'] | KeyProtectionRecord['assessment_result']

/** `owner_ids`: of the linked processes, without the owner of the one that the series was recorded for. */
export type SeriesEntry = {
  readonly series_id: string
  readonly kind: AssessmentKind
  readonly process_id: string
  readonly head_id: string
  readonly owner_ids: readonly string[]
}

/** `index`: from 1, in the order of registration. */
type Counted = { readonly index: number }

/**
 * What is kept of every record, by its kind: what was written and since when, nothing that time alone changes. Identifiers:
 * - `entity`, `replacement`: entity_id; `controller`: account; `role`: its number; `quota`: entity_id, or `default`
 * - `process`: process_id; `grant`: process_id:entity_id; `line_account`: process_id:account
 * - `assessment`, `result`: assessment_id; `series`: the original's; `comment`: assessment_id:place of the event; `validity`: `validity`
 * - `document`: sha256; `document_count`: `document_count`; `sample`: sample_id; `finding`: sample_id:key_id
 */
export type KeptRecords = {
  entity: EntityRecord & Counted
  controller: ControllerEntry
  replacement: ControllerReplacement
  quota: QuotaEntry
  role: RoleEntry
  process: ProcessRecord
  grant: GrantEntry
  line_account: LineAccountEntry
  assessment: AssessmentEntry
  result: AssessmentResult
  series: SeriesEntry
  comment: CommentRecord
  validity: Validity
  document: DocumentRecord & Counted
  document_count: number
  sample: SampleRecord
  finding: SampleFindingRecord & { readonly process_id: string }
}
export type KeptKind = keyof KeptRecords

/** One of them, as it stands. */
export type KeptRecord = { readonly [K in KeptKind]: { readonly kind: K; readonly id: string; readonly record: KeptRecords[K] } }[KeptKind]

/** A key, before time and its lot make anything of it. Times in seconds since 1970. */
export type KeptKey = Pick<KeyRecord, 'lot_id' | 'status' | 'status_reason' | 'status_by' | 'was_void'> & {
  readonly key_id: Hex
  readonly status_since: number
  readonly registered_at: number
  readonly installed_at: number | null
  /** Its own owner; null: it follows its lot. */
  readonly own_owner_id: string | null
  /** Who made the offer that it is in; null: it is in none. One that changed hands with its lot is not offered for all that. */
  readonly offered_by: string | null
  /** null: it has none, or that one was made void; `superseded_at` stays. */
  readonly successor_id: Hex | null
  readonly superseded_at: number | null
  readonly predecessor_id: Hex | null
}

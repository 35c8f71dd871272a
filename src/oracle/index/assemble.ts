import { assessmentOf, lotContextOf, type LotContext } from '../../domain/lot-context.ts'
import { Problem } from '../../domain/problem.ts'
import type { AssessmentRecord, EntityRecord, KeyGenerationRecord, KeyProtectionRecord } from '../../domain/records.ts'
import type { Validity } from '../../domain/validity.ts'
import type { Kind, RecordOf } from './kinds.ts'

/** Every record as of one block. */
export type Lookup = <K extends Kind>(kind: K, id: string) => RecordOf<K> | undefined

/** All that the keys of a lot have in common. @throws Problem `index_damaged` where a record that belongs to it is missing */
export function lotContext(lookup: Lookup, lotId: string): LotContext {
  const lot = found(lookup, 'lot', lotId)
  const process = found(lookup, 'process', lot.process_id)
  const key_generation = head(lookup, process.key_generation_id) as KeyGenerationRecord
  const key_protection = head(lookup, process.key_protection_id) as KeyProtectionRecord
  return lotContextOf({
    lot,
    process,
    key_generation,
    key_protection,
    owner: withoutIndex(found(lookup, 'entity', lot.owner_id)),
    process_owner: withoutIndex(found(lookup, 'entity', process.owner_id)),
    key_generation_assessor: withoutIndex(found(lookup, 'entity', key_generation.assessor_id)),
    key_protection_assessor: withoutIndex(found(lookup, 'entity', key_protection.assessor_id)),
  })
}

/** Tables 6 to 8. */
export function assessment(lookup: Lookup, assessmentId: string): AssessmentRecord | undefined {
  const entry = lookup('assessment', assessmentId)
  return entry === undefined ? undefined : assessmentOf(entry, found(lookup, 'result', entry.results_id), validityIn(lookup))
}

/** Table 9. */
export function entity(lookup: Lookup, entityId: string): EntityRecord | undefined {
  const entry = lookup('entity', entityId)
  return entry === undefined ? undefined : withoutIndex(entry)
}

/** An entry as it is answered. */
export function withoutIndex<T extends { readonly index: number }>(entry: T): Omit<T, 'index'> {
  const { index: _, ...record } = entry
  return record
}

function head(lookup: Lookup, seriesId: string | null): AssessmentRecord {
  const entry = found(lookup, 'assessment', found(lookup, 'series', seriesId ?? 'none').head_id)
  return assessmentOf(entry, found(lookup, 'result', entry.results_id), validityIn(lookup))
}

/** Without any limit until it was set. */
function validityIn(lookup: Lookup): Validity {
  return lookup('validity', 'validity') ?? { validity_seconds: 0, grace_seconds: 0 }
}

function found<K extends Kind>(lookup: Lookup, kind: K, id: string): RecordOf<K> {
  const record = lookup(kind, id)
  if (record === undefined) throw new Problem('index_damaged', { detail: `it has no ${kind} ${id}, which other records name` })
  return record
}

import { toSeconds } from '../fields.ts'
import type { AssessmentRecord, ProcessRecord } from '../records.ts'
import { validityState } from '../validity.ts'
import type { DueDate, DueWithin } from './due-date.ts'

/** The series that a record stands in. */
export const seriesOf = ({ assessment_id, past_assessment_id }: AssessmentRecord) => past_assessment_id ?? assessment_id

/** Series that keys can rest on, each with its processes: a revoked process is past help. */
export function linkedSeries(processes: readonly ProcessRecord[]): ReadonlyMap<string, readonly ProcessRecord[]> {
  const linked = new Map<string, ProcessRecord[]>()
  for (const process of processes) {
    for (const series of [process.key_generation_id, process.key_protection_id]) {
      if (series === null || process.state === 'revoked') continue
      linked.set(series, [...(linked.get(series) ?? []), process])
    }
  }
  return linked
}

/**
 * When the linked series have to be assessed again. Only heads that are approved or suspended count: others are no basis to renew.
 * @param heads the newest of each linked series
 */
export function assessmentDueDates(
  heads: readonly AssessmentRecord[],
  linked: ReadonlyMap<string, readonly ProcessRecord[]>,
  { now, withinSeconds }: DueWithin,
): DueDate[] {
  return heads.flatMap((head) => {
    const { assessment_id, kind, state, valid_until, grace_until, assessor_id, scope } = head
    const series = seriesOf(head)
    const processes = linked.get(series) ?? []
    if (processes.length === 0 || (state !== 'approved' && state !== 'suspended')) return []
    if (valid_until === null || toSeconds(valid_until) > now + withinSeconds) return []
    return {
      what: 'assessment',
      uid: `assessment-${series}`,
      sequence: Number(assessment_id),
      due_at: valid_until,
      grace_until,
      state: validityState(head, now),
      assessment_id,
      kind,
      process_ids: processes.map(({ process_id }) => process_id),
      assessor_id,
      locations: 'location' in head.assessment_result ? [head.assessment_result.location] : [],
      subject: scope,
    }
  })
}

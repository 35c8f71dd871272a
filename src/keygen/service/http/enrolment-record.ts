import { z } from 'zod'
import { keyIdField, recordIdField } from '../../../domain/fields.ts'
import type { Client } from '../client.ts'
import { enrolmentStates, type Enrolment } from '../store/enrolments.ts'
import { enrolmentIdField } from './device-routes.ts'

const time = z.iso.datetime()
/** An enrolment as clients see it. */
export const enrolmentRecord = z
  .object({
    enrolment_id: enrolmentIdField,
    device: z.string(),
    process_id: recordIdField,
    enrolled_by: z.string(),
    proof: z.enum(['code', 'bootstrap_certificate']),
    state: z.enum(enrolmentStates),
    key_id: keyIdField.nullable(),
    created_at: time,
    changed_at: time,
    code_expires_at: time.nullable(),
    failure: z.string().nullable().describe('Why the registration has not worked so far; it is tried again'),
  })
  .meta({ id: 'Enrolment' })
/** Its own enrolments, or with `supervise` all of its processes. */
export function maySee({ enrolled_by, process_id, bootstrap_key }: Enrolment, { name, processIds, rights }: Client): boolean {
  if (enrolled_by === name && bootstrap_key === null) return true
  return rights.includes('supervise') && processIds.includes(process_id)
}

/** `row` as `enrolmentRecord` has it. */
export function shownOf(row: Enrolment) {
  const { enrolment_id, device, process_id, enrolled_by, state, key_id, failure } = row
  const iso = (at: number) => new Date(at).toISOString()
  return {
    enrolment_id,
    device,
    process_id,
    enrolled_by,
    proof: row.bootstrap_key === null ? 'code' : 'bootstrap_certificate',
    state,
    key_id,
    created_at: iso(row.created_at),
    changed_at: iso(row.changed_at),
    code_expires_at: row.expires_at === null ? null : iso(row.expires_at),
    failure,
  }
}

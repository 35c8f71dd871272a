import { z } from 'zod'
import { sampleResults } from './enumerations.ts'
import { digestField, entityIdField, keyIdField, recordIdField, timeField } from './fields.ts'

/** A product sample (5.6.3) of the keys that were registered under a process from `from` to `until`, both included; see `drawSample`. */
export const sampleRecord = z
  .object({
    sample_id: recordIdField,
    process_id: recordIdField,
    /** The account: an assessor's controller, the programme manager or the regulator. */
    requested_by: entityIdField,
    requested_at: timeField,
    from: timeField,
    until: timeField,
    size: z.number().int(),
    /** The block whose hash is the seed. */
    draw_block: z.number().int(),
    /** That hash as the contract keeps it; null: nobody had it kept, and it stands on the chain alone. */
    seed: digestField.nullable(),
  })
  .meta({ id: 'Sample' })
export type SampleRecord = z.infer<typeof sampleRecord>

/** What an assessor found of a key of a sample. */
export const sampleFindingRecord = z
  .object({
    sample_id: recordIdField,
    key_id: keyIdField,
    result: z.enum(sampleResults),
    /** SHA-256 of the report, which stays off the chain. */
    report: digestField,
    assessor_id: entityIdField,
    recorded_at: timeField,
  })
  .meta({ id: 'SampleFinding' })
export type SampleFindingRecord = z.infer<typeof sampleFindingRecord>

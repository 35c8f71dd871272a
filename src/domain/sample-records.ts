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

const drawnKey = z
  .object({
    rank: z.number().int(),
    key_id: keyIdField,
    score: digestField,
    finding: sampleFindingRecord.nullable(),
  })
  .meta({ id: 'DrawnKey' })

/** A sample as anybody can draw it again from the chain. */
export const drawnSample = sampleRecord
  .extend({
    drawn: z
      .object({
        seed: digestField,
        /** Keys that the sample was drawn from. */
        population: z.number().int(),
        keys: z.array(drawnKey),
        /** Of keys that were not drawn. */
        other_findings: z.array(sampleFindingRecord),
      })
      .nullable()
      .describe('null: the draw block is not there yet'),
  })
  .meta({ id: 'DrawnSample' })
export type DrawnSample = z.infer<typeof drawnSample>

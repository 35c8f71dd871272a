import { z } from 'zod'
import { sampleResults } from '../enumerations.ts'
import { digestField, keyIdField, recordIdField, timeField } from '../fields.ts'

/** Product sampling (5.6.3): keys that were registered under a process from `from` to `until`, both included. */
export const sampleRequestInput = z
  .strictObject({
    process_id: recordIdField,
    from: timeField.refine((time) => Date.parse(time) >= 0, 'is before 1970'),
    until: timeField.describe(
      'Not in the future, which the registry tells by its own clock: keys that are made now could be made for the sample',
    ),
    size: z.coerce.number().int().min(1).max(1_000_000),
  })
  .refine(({ from, until }) => from <= until, { path: ['until'], message: 'is before from' })
  .meta({ id: 'SampleRequest' })

/** What an assessor found of a key. */
export const sampleFindingInput = z
  .strictObject({
    key_id: keyIdField,
    result: z.enum(sampleResults),
    report: digestField.describe('SHA-256 of the report'),
  })
  .meta({ id: 'SampleFindingInput' })

import { timeField } from '../fields.ts'

/** A time that has come: after 1970 began, since seconds of 0 stand for nothing on chain, and not in the future. */
export const pastTimeField = timeField
  .refine((time) => Date.parse(time) > 0, 'is not after 1970-01-01T00:00:00Z')
  .refine((time) => Date.parse(time) <= Date.now(), 'is in the future')

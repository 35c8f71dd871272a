import { z } from 'zod'

/** A number of days such as `90d`; comes out in seconds. */
export const periodField = z
  .string()
  .regex(/^\d{1,5}d$/, 'must be a number of days, such as 90d')
  .transform((text) => Number(text.slice(0, -1)) * 86_400)

import { z } from 'zod'

/** Query of every read. `min_block`: the answer is of this block or a later one (read your own write). */
export const readQuery = z.strictObject({
  min_block: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,14})$/, 'must be the number of a block')
    .transform(Number)
    .optional(),
})

export const noQuery = z.strictObject({})

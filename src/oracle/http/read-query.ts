import { z } from 'zod'

const blockNumber = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,14})$/, 'must be the number of a block')
  .transform(Number)
  .optional()

/** Query of every read. `min_block`: the answer is of this block or a later one (read your own write); `as_of`: it is of this one. */
export const readQuery = z.strictObject({
  min_block: blockNumber.describe('Waits until the answer is of this block or a later one'),
  as_of: blockNumber.describe('What was known in this block: the answer says of which one, the last in which something was written'),
})

export const noQuery = z.strictObject({})

/** `min_block` of a query that is not checked yet: the caller's rights are to be as new as the answer. */
export function wantedBlock({ min_block }: Readonly<Record<string, unknown>>): number | undefined {
  return min_block === undefined ? undefined : readQuery.shape.min_block.safeParse(min_block).data
}

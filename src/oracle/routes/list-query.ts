import { z } from 'zod'
import { asOf } from '../../domain/records.ts'
import { readQuery } from '../http/read-query.ts'
import { ok } from '../http/route.ts'
import type { Page, PageOf } from '../index/index-reader.ts'
import type { RegistryReads } from '../registry.ts'

const mostItems = 1000

/** Query of every list with a cursor. */
export const listQuery = readQuery.extend({
  limit: z
    .string()
    .regex(/^([1-9][0-9]{0,2}|1000)$/, `must be a number from 1 to ${mostItems}`)
    .default('100')
    .transform(Number)
    .describe('Of one page; one may have fewer and not be the last'),
  cursor: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('next_cursor of the page before, with the same filters; every page is as of the block of the first'),
})
type ListQuery = z.infer<typeof listQuery>

/** Answer of a list of such items. */
export function listAnswer(id: string, name: string, item: z.ZodType) {
  return z
    .object({
      [name]: z.array(item),
      next_cursor: z.string().nullable().describe('Ask for more with cursor; null: that is all'),
      as_of: asOf,
    })
    .meta({ id })
}

/** One page as it is answered, of the block that is wanted, or that of the page before. */
export async function answerPage<T>(
  reads: Pick<RegistryReads, 'head'>,
  name: string,
  { min_block, as_of, limit, cursor }: ListQuery,
  read: (page: PageOf) => Page<T>,
) {
  const { block } = await reads.head({ min_block, as_of })
  const { items, next, as_of: at } = read({ limit, cursor, at: block })
  return ok({ [name]: items, next_cursor: next ?? null, as_of: at })
}

import type { z } from 'zod'
import { parseInput } from '../../domain/parse-input.ts'
import { Problem } from '../../domain/problem.ts'

/** A request's body as the route's schema has it. @throws Problem `invalid_input` */
export function checkBody<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw new Problem('invalid_input', { field: 'body', detail: 'is missing' })
  return parseInput(schema, body)
}

import type { z } from 'zod'
import { parseInput } from '../../domain/parse-input.ts'
import { Problem } from '../../domain/problem.ts'

/** A request's body, as `read` or else the schema has it. @throws Problem `invalid_input` */
export function checkBody<T>(schema: z.ZodType<T>, read: ((body: unknown) => T) | undefined, body: unknown): T {
  if (body === undefined) throw new Problem('invalid_input', { field: 'body', detail: 'is missing' })
  return read === undefined ? parseInput(schema, body) : read(body)
}

import type { z } from 'zod'
import { Problem } from '../../domain/problem.ts'

/** `input` as the schema has it. @throws Problem `invalid_input` that names every field at fault */
export function checkInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const paths = parsed.error.issues.map((issue) => issue.path.join('.'))
  const detail = parsed.error.issues.map((issue, index) => `${paths[index] === '' ? '' : `${paths[index]}: `}${issue.message}`)
  const field = paths.find((path) => path !== '')
  throw new Problem('invalid_input', { ...(field !== undefined && { field }), detail: detail.join('; ') })
}

/** `checkInput` for a body. */
export function checkBody<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw new Problem('invalid_input', { field: 'body', detail: 'is missing' })
  return checkInput(schema, body)
}

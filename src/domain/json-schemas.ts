import { z } from 'zod'
import { problems } from './problem.ts'
import { asOf } from './records.ts'

export type Json = Record<string, unknown>

/** The body of every error. */
export const problemBody = z
  .object({
    type: z.string().describe('urn:derkey:problem:CODE'),
    code: z.string().describe('Stable; docs/errors.md lists all'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    action: z.string(),
    field: z.string().optional(),
    retry_at: z.string().optional().describe('RFC 3339: it will be no problem then; Retry-After says the same'),
    registry: z.string().optional().describe('That something is not there: which registry says so, in CAIP-10, …'),
    as_of: asOf.optional().describe('… as of which block'),
  })
  .meta({ id: 'Problem', title: 'RFC 9457', examples: [{ code: 'key_unknown', ...problems.key_unknown }] })

/** OpenAPI's parameters of an object's fields. */
export function parametersOf(schema: z.ZodType, place: 'path' | 'query', schemaOf: (schema: z.ZodType) => Json): Json[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: schemaOf(field),
  }))
}

/** JSON Schema of `schema`; schemas that carry an id go to `components` and are referred to. */
export function toSchema(schema: z.ZodType, components: Json): Json {
  const { $schema: _, $defs, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  for (const [id, definition] of Object.entries(($defs ?? {}) as Json)) components[id] = relocate(definition)
  return relocate(rest) as Json
}

/** zod's `#/$defs/ID` become `#/components/schemas/ID`. */
function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : relocate(inner),
    ]),
  )
}

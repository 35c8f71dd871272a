import { z } from 'zod'
import { problems } from '../domain/problem.ts'
import { transactionRecord } from './written.ts'
import type { Route } from './http/route.ts'

type Json = Record<string, unknown>

const problemBody = z
  .object({
    type: z.string().describe('urn:derkey:problem:CODE'),
    code: z.string().describe('Stable; docs/errors.md lists all'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    action: z.string(),
    field: z.string().optional(),
    retry_at: z.string().optional().describe('RFC 3339: it will be no problem then; Retry-After says the same'),
  })
  .meta({ id: 'Problem', title: 'RFC 9457', examples: [{ code: 'key_unknown', ...problems.key_unknown }] })

/** The service's description (OpenAPI 3.1), made from the routes' zod schemas. */
export function openApi(routes: readonly Route[], version: string): Json {
  const components: Json = {}
  const schemaOf = (schema: z.ZodType) => toSchema(schema, components)
  const paths: Record<string, Json> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route, schemaOf)
  for (const [path, summary] of Object.entries(openCalls)) {
    paths[path] = {
      get: { operationId: path.slice(1).replace('.', '_'), summary, security: [], responses: { 200: { description: 'Done' } } },
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'DER key registry: oracle', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: { schemas: components, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  }
}

const openCalls: Readonly<Record<string, string>> = {
  '/openapi.json': 'This description',
  '/healthz': 'Whether the service runs',
  '/readyz': 'Whether it can answer: 200, or 503 with the problem',
  '/metrics': 'Prometheus metrics',
}

function operation(route: Route, schemaOf: (schema: z.ZodType) => Json): Json {
  const parameters = [...parametersOf(route.params, 'path', schemaOf), ...parametersOf(route.query, 'query', schemaOf)]
  if (route.write) {
    parameters.push(
      {
        name: 'Idempotency-Key',
        in: 'header',
        schema: { type: 'string', maxLength: 128 },
        description: 'Makes a repeat of the same write harmless',
      },
      {
        name: 'Prefer',
        in: 'header',
        schema: { type: 'string' },
        description: 'wait=SECONDS (RFC 7240): answer when it is done',
        example: 'wait=30',
      },
    )
  }
  const problem = { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: schemaOf(problemBody) } } }
  const good = { [route.mediaType ?? 'application/json']: { schema: schemaOf(route.answer) } }
  const responses = route.write
    ? {
        201: { description: 'Done: the records and their block', content: good },
        202: {
          description: 'Accepted: GET /v1/transactions/{transaction_id} tells what became of it',
          content: { 'application/json': { schema: schemaOf(transactionRecord) } },
        },
      }
    : { 200: { description: 'The answer', content: good } }
  return {
    operationId: route.name,
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body) } } } }),
    responses: { ...responses, '4XX': problem, '5XX': problem },
  }
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query', schemaOf: (schema: z.ZodType) => Json): Json[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: schemaOf(field),
  }))
}

/** JSON Schema of `schema`; schemas that carry an id go to `components` and are referred to. */
function toSchema(schema: z.ZodType, components: Json): Json {
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

import type { z } from 'zod'
import { parametersOf, problemBody, toSchema, type Json } from '../domain/json-schemas.ts'
import { transactionRecord } from './written.ts'
import { linesType } from './http/read-lines.ts'
import type { Route } from './http/route.ts'

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
  const parameters = [
    ...parametersOf(route.params, 'path', schemaOf),
    ...parametersOf(route.query, 'query', schemaOf),
    ...(route.lines === undefined ? [] : parametersOfLines(route.lines.query, schemaOf)),
  ]
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
    ...(route.body !== undefined && { requestBody: { required: true, content: bodiesOf(route, schemaOf) } }),
    responses: { ...responses, '4XX': problem, '5XX': problem },
  }
}

function bodiesOf({ body, lines }: Route, schemaOf: (schema: z.ZodType) => Json): Json {
  return {
    ...(body !== undefined && { 'application/json': { schema: schemaOf(body) } }),
    // the schema is that of a line
    ...(lines !== undefined && { [linesType]: { schema: schemaOf(lines.line) } }),
  }
}

/** What a JSON body says itself stands in the query where the body is lines. */
function parametersOfLines(query: z.ZodType, schemaOf: (schema: z.ZodType) => Json): Json[] {
  return parametersOf(query, 'query', schemaOf).map((parameter) => ({
    ...parameter,
    required: false,
    description: `With ${linesType} alone`,
  }))
}

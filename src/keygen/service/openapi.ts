import type { z } from 'zod'
import { parametersOf, problemBody, toSchema, type Json } from '../../domain/json-schemas.ts'
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
    info: { title: 'DER key registry: key generation service', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components,
      securitySchemes: { client_certificate: { type: 'mutualTLS', description: 'Of a client, or the bootstrap certificate of a device' } },
    },
  }
}

const openCalls: Readonly<Record<string, string>> = {
  '/install': "The installer's page, for a browser with the certificate of a client",
  '/openapi.json': 'This description',
  '/healthz': 'Whether the service runs',
  '/readyz': 'Whether it can answer: 200, or 503 with the problem',
  '/metrics': 'Prometheus metrics',
}

function operation(route: Route, schemaOf: (schema: z.ZodType) => Json): Json {
  const parameters = [...parametersOf(route.params, 'path', schemaOf), ...parametersOf(route.query, 'query', schemaOf)]
  const problem = { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: schemaOf(problemBody) } } }
  const good = { description: 'The answer', content: { 'application/json': { schema: schemaOf(route.answer) } } }
  return {
    operationId: route.name,
    summary: route.summary,
    // a device may prove itself by a code in the body instead
    security: route.right === null ? [{ client_certificate: [] }, {}] : [{ client_certificate: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body) } } } }),
    responses: { [route.status]: good, '4XX': problem, '5XX': problem },
  }
}

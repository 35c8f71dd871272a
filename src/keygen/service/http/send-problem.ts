import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { Problem, type ProblemCode } from '../../../domain/problem.ts'

/** RFC 9457. Retry-After is in seconds: a device without a clock can wait for those. */
export function sendProblem(response: Response, problem: Problem, now: number, status = problem.status): void {
  const wait = problem.retryAt === undefined ? undefined : Math.max(1, Math.ceil((Date.parse(problem.retryAt) - now) / 1000))
  if (wait !== undefined || status === 503) response.set('Retry-After', String(wait ?? 1))
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem.toJSON(), status }))
}

/** What body-parser and the router throw, by their `type`. */
const known: Readonly<Record<string, ProblemCode>> = {
  'entity.too.large': 'body_too_large',
  'entity.parse.failed': 'malformed_json',
  'encoding.unsupported': 'media_type_unsupported',
  'charset.unsupported': 'media_type_unsupported',
  'request.size.invalid': 'invalid_input',
  'request.aborted': 'invalid_input',
}

/** The last handler: every failure becomes a problem; what was not foreseen is logged whole and answered with its request id alone. */
export function problemHandler(log: Logger, now: () => number): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const requestId = String(response.locals['requestId'])
    const problem = toProblem(error, requestId)
    response.locals['problem'] = problem.code
    if (problem.status >= 500) log.error({ request_id: requestId, err: error }, 'a call failed')
    if (response.headersSent) next(error)
    else sendProblem(response, problem, now())
  }
}

function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error
  const { type, message, status } = error as { type?: unknown; message?: unknown; status?: unknown }
  const code = typeof type === 'string' ? known[type] : undefined
  if (code !== undefined) return new Problem(code, { field: 'body', detail: String(message), cause: error })
  if (error instanceof URIError || status === 400) {
    return new Problem('invalid_input', { field: 'path', detail: 'is not validly percent-encoded', cause: error })
  }
  return new Problem('internal', { detail: `request ${requestId} failed`, cause: error })
}

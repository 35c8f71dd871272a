import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { Problem, type ProblemCode } from '../../domain/problem.ts'

/** RFC 9457. A 401 also says how to authenticate (RFC 6750, 3). */
export function sendProblem(response: Response, problem: Problem, status = problem.status): void {
  if (problem.status === 401) {
    response.set('WWW-Authenticate', problem.code === 'token_missing' ? 'Bearer' : 'Bearer error="invalid_token"')
  }
  if (problem.retryAt !== undefined) response.set('Retry-After', new Date(problem.retryAt).toUTCString())
  else if (status === 429 || status === 503) response.set('Retry-After', '1')
  response
    .status(status)
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
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const requestId = String(response.locals['requestId'])
    const problem = toProblem(error, requestId)
    response.locals['problem'] = problem.code
    if (problem.code === 'internal') log.error({ request_id: requestId, err: error }, 'unforeseen failure')
    if (response.headersSent) {
      next(error)
      return
    }
    sendProblem(response, problem)
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

import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import type { Who } from '../who.ts'

/** Gives each request an id, and logs and counts it when it is answered. The path is logged, headers and bodies never. */
export function observeRequests(metrics: Metrics, log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const requestId = randomUUID()
    response.locals['requestId'] = requestId
    response.set('X-Request-Id', requestId)
    response.once('close', () => {
      const route = String(response.locals['route'] ?? 'unknown')
      const who = response.locals['who'] as Who | undefined
      metrics.requests.inc({ route, method: request.method, status: response.statusCode })
      log.info({
        request_id: requestId,
        method: request.method,
        path: request.path,
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
        code: response.locals['problem'] as string | undefined,
        token_id: who?.token_id,
        subject: who?.subject,
        cut: response.writableFinished ? undefined : true,
      })
    })
    next()
  }
}

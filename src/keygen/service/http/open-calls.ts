import type { RequestHandler } from 'express'
import { Problem } from '../../../domain/problem.ts'
import type { LogHead } from '../../log/issue-entry.ts'
import type { KeygenMetrics } from '../metrics.ts'
import { sendProblem } from './send-problem.ts'

export type OpenCallParts = {
  readonly metrics: KeygenMetrics
  readonly head: () => LogHead
  readonly description: object
  readonly isStopping: () => boolean
  readonly now: () => number
}

/** The calls without a certificate or proof. They name no device and no key. */
export function openCalls({ metrics, head, description, isStopping, now }: OpenCallParts): Record<string, RequestHandler> {
  return {
    '/openapi.json': (_request, response) => void response.json(description),
    '/healthz': (_request, response) => void response.json({ status: 'ok', time: new Date(now()).toISOString() }),
    '/readyz': (_request, response) => {
      response.set('Cache-Control', 'no-store')
      if (isStopping()) sendProblem(response, new Problem('service_stopping', { detail: 'no new work is taken' }), now())
      else response.json({ status: 'ready', log_entries: head().seq })
    },
    '/metrics': async (_request, response) => {
      response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
    },
  }
}

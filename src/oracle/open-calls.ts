import type { RequestHandler } from 'express'
import { Problem } from '../domain/problem.ts'
import { sendProblem } from './http/send-problem.ts'
import type { Metrics } from './metrics.ts'
import type { RegistryReads } from './registry.ts'

export type OpenCallParts = {
  readonly registry: RegistryReads
  readonly metrics: Metrics
  readonly description: object
  readonly isStopping: () => boolean
}

/** The calls without a token. They tell nothing of what the registry holds. */
export function openCalls({ registry, metrics, description, isStopping }: OpenCallParts): Record<string, RequestHandler> {
  return {
    '/openapi.json': (_request, response) => void response.json(description),
    '/healthz': (_request, response) => void response.json({ status: 'ok' }),
    '/readyz': async (_request, response) => {
      response.set('Cache-Control', 'no-store')
      try {
        if (isStopping()) throw new Problem('service_stopping', { detail: 'no new work is taken' })
        response.json({ status: 'ready', registry: registry.name, as_of: await registry.head() })
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        // whatever keeps it from answering, for a load balancer it is one thing
        sendProblem(response, error, 503)
      }
    },
    '/metrics': async (_request, response) => {
      response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
    },
  }
}

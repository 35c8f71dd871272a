import express from 'express'
import type { ErrorRequestHandler, Express } from 'express'
import type { Logger } from 'pino'
import { keyIdField, toTime } from '../../domain/fields.ts'
import type { Hex } from '../../domain/fields.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { Problem } from '../../domain/problem.ts'
import type { DecisionKeeper } from '../decisions/decision-keeper.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { Refusals } from '../refusals.ts'
import type { Registration, Registrations } from '../registrations.ts'
import type { Sessions } from '../sessions.ts'
import { bearerToken } from './bearer-token.ts'
import { readDevice } from './device-input.ts'

export type AdminContext = {
  readonly token: string
  readonly registrations: Registrations
  readonly refusals: Refusals
  readonly sessions: Sessions
  readonly keeper: DecisionKeeper
  readonly metrics: GatewayMetrics
  readonly log: Logger
}

/** The operator's side of the gateway: registers devices, and says why one was refused. Health and metrics need no token. */
export function createAdminApp({ token, registrations, refusals, sessions, keeper, metrics, log }: AdminContext): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple')

  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  app.get('/readyz', (_request, response) => {
    const registries = keeper.reachable()
    // where one is away, devices of the others go on
    const ready = registries.some(({ reachable }) => reachable)
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'registry_unreachable', registries, connections: sessions.size() })
  })
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })

  app.use('/v1', bearerToken(token), express.json({ limit: '64kb', inflate: false }))
  app.post('/v1/devices', (request, response) => {
    response.status(201).json(deviceOf(registrations.add(readDevice(request.body))))
  })
  app.get('/v1/devices', (request, response) => {
    const start = wholeNumber(request.query['start'], 'start', 0)
    const limit = Math.min(wholeNumber(request.query['limit'], 'limit', 100), 1000)
    response.json({ devices: registrations.list(start, limit).map(deviceOf), total: registrations.count() })
  })
  app.get('/v1/devices/:lfdi', (request, response) => {
    const { lfdi } = request.params
    const found = registrations.byLfdi(lfdi)
    if (found === undefined) throw unknownDevice(lfdi)
    response.json({ ...deviceOf(found), last_refusal: refusals.list(lfdi)[0] ?? null })
  })
  app.delete('/v1/devices/:lfdi', (request, response) => {
    if (!registrations.remove(request.params.lfdi)) throw unknownDevice(request.params.lfdi)
    response.status(204).end()
  })
  app.get('/v1/refusals', (request, response) => {
    const { lfdi, key_id, peer } = request.query
    const wanted = [lfdi, key_id, peer].find((each) => typeof each === 'string')
    response.json({ refusals: refusals.list(wanted) })
  })
  app.get('/v1/decisions/:key_id', (request, response, next) => {
    const keyId = parseInput(keyIdField, request.params.key_id) as Hex
    const clientType = request.query['client_type'] === 'aggregator' ? 'aggregator' : 'device'
    keeper.decided(keyId, () => clientType).then((decision) => response.json(decision), next)
  })
  // a line of successors is one device, which its first key names
  const deviceIdOf = (keyId: Hex | undefined) => (keyId === undefined ? null : (keeper.lineOf(keyId)?.[0] ?? keyId))
  app.get('/v1/connections', (_request, response) => {
    const connections = [...sessions.all()].map(({ connection, clientType, identity }) => ({
      peer: connection.address,
      client_type: clientType,
      device: identity.peer ?? null,
      device_id: deviceIdOf(identity.peer?.key_id),
      refusal: identity.refusal ?? null,
    }))
    response.json({ connections })
  })

  app.use((request) => {
    throw new Problem('admin_call_unknown', { detail: `${request.method} ${request.path}` })
  })
  app.use(sendProblem(log))
  return app
}

function sendProblem(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const problem = error instanceof Problem ? error : ofExpress(error)
    if (problem.status >= 500) log.error({ err: error }, 'an administrator could not be answered')
    if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer')
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
}

function ofExpress(error: unknown): Problem {
  const { type } = error as { type?: string }
  if (error instanceof URIError)
    return new Problem('invalid_input', { field: 'path', detail: 'is not validly percent-encoded', cause: error })
  if (type === 'entity.too.large') return new Problem('body_too_large', { detail: 'the body is larger than 64 kB', cause: error })
  if (type === 'entity.parse.failed') return new Problem('malformed_json', { detail: (error as Error).message, cause: error })
  if (type !== undefined) return new Problem('media_type_unsupported', { detail: (error as Error).message, cause: error })
  return new Problem('internal', { detail: 'the gateway failed', cause: error })
}

function deviceOf({ id, pin, registered_at, changed_at, ...rest }: Registration) {
  return {
    ...rest,
    href: `/edev/${id}`,
    pin: pin === null ? null : String(pin).padStart(6, '0'),
    registered_at: toTime(registered_at),
    changed_at: toTime(changed_at),
  }
}

function unknownDevice(lfdi: string): Problem {
  return new Problem('device_unknown', { field: 'lfdi', detail: `${lfdi.slice(0, 60)} is not registered` })
}

function wholeNumber(value: unknown, field: string, otherwise: number): number {
  if (value === undefined) return otherwise
  if (typeof value !== 'string' || !/^\d{1,9}$/.test(value)) throw new Problem('invalid_input', { field, detail: 'must be a whole number' })
  return Number(value)
}

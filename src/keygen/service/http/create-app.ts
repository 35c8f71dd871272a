import express, { type Express, type Request, type RequestHandler } from 'express'
import { randomUUID } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { Logger } from 'pino'
import { parseInput } from '../../../domain/parse-input.ts'
import { Problem } from '../../../domain/problem.ts'
import type { KeygenMetrics } from '../metrics.ts'
import { requireOwnPage, requireRight, wantJson } from './admit.ts'
import { identifyPeer, type Peer, type PeerRules } from './identify-peer.ts'
import type { Limits } from './limits.ts'
import type { Route } from './route.ts'
import { problemHandler } from './send-problem.ts'

/** Largest body, bytes: 500 devices with names of 128 bytes. */
const largestBody = 96 * 1024

export type AppParts = {
  readonly routes: readonly Route[]
  /** Calls without any proof: `/healthz` and the like. */
  readonly open: Readonly<Record<string, RequestHandler>>
  /** Pages for the browser of a client; the problem, if any, is theirs to show. */
  readonly pages: Readonly<Record<string, (peer: Peer) => RequestHandler>>
  readonly rules: PeerRules
  readonly limits: Limits
  readonly metrics: KeygenMetrics
  readonly log: Logger
}

/** The Express application: who calls, how often, and what, is checked before a handler; every failure is a problem. */
export function createApp({ routes, open, pages, rules, limits, metrics, log }: AppParts): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').enable('case sensitive routing')
  app.use(observe(metrics, log))
  const peerOf = (request: Request) => identifyPeer(request.socket as TLSSocket, rules)

  for (const [path, handler] of Object.entries(open)) app.get(path, nameRoute(path), handler).all(path, refuseMethod(['GET']))
  for (const [path, page] of Object.entries(pages)) {
    const handler: RequestHandler = (request, response, next) => page(peerOf(request))(request, response, next)
    app.get(path, nameRoute(path), handler).all(path, refuseMethod(['GET']))
  }

  const json = express.json({ limit: largestBody, inflate: false, strict: false, type: () => true })
  for (const route of routes) {
    const admit: RequestHandler = async (request, response, next) => {
      const peer = peerOf(request)
      if (peer.kind === 'client') await limits.client(peer.client.name, peer.client.requestsPerMinute)
      else await limits.address(request.socket.remoteAddress ?? '')
      requireOwnPage(request)
      requireRight(peer, route.right)
      response.locals['peer'] = peer
      next()
    }
    app[route.method](
      toExpressPath(route.path),
      nameRoute(route.path),
      admit,
      ...(route.body === undefined ? [] : [wantJson, json]),
      run(route, rules.now),
    )
  }
  for (const path of new Set(routes.map((each) => each.path))) {
    const methods = routes.filter((each) => each.path === path).map(({ method }) => method.toUpperCase())
    app.all(toExpressPath(path), nameRoute(path), refuseMethod(methods))
  }
  app.use((request) => {
    throw new Problem('call_unknown', {
      field: 'path',
      detail: `${request.method} ${request.path.slice(0, 100)} is no call of this service`,
    })
  })
  app.use(problemHandler(log, rules.now))
  return app
}

const toExpressPath = (path: string) => path.replaceAll('{', ':').replaceAll('}', '')

function run(route: Route, now: () => number): RequestHandler {
  return async (request, response) => {
    const body = route.body === undefined ? undefined : parseInput(route.body, requireBody(request.body))
    const given = { params: parseInput(route.params, request.params), query: parseInput(route.query, request.query), body }
    const answer = await route.handle({ ...given, peer: response.locals['peer'] as Peer, request })
    response
      .status(route.status)
      .set('Cache-Control', 'no-store')
      .json({ ...answer, time: new Date(now()).toISOString() })
  }
}

function requireBody(body: unknown): unknown {
  if (body === undefined) throw new Problem('invalid_input', { field: 'body', detail: 'is missing' })
  return body
}

function nameRoute(path: string): RequestHandler {
  return (_request, response, next) => {
    response.locals['route'] = path
    next()
  }
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  return (request, response) => {
    response.set('Allow', methods.join(', '))
    throw new Problem('method_not_allowed', { field: 'method', detail: `${request.method} is not there, but ${methods.join(', ')} is` })
  }
}

/** Gives each request an id, and logs and counts it when it is answered: the path, never headers or bodies. */
function observe(metrics: KeygenMetrics, log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const requestId = randomUUID()
    response.locals['requestId'] = requestId
    response.set('X-Request-Id', requestId)
    response.once('close', () => {
      const route = String(response.locals['route'] ?? 'unknown')
      const peer = response.locals['peer'] as Peer | undefined
      const code = response.locals['problem'] as string | undefined
      metrics.requests.inc({ route, method: request.method, status: response.statusCode })
      if (code !== undefined) metrics.refusals.inc({ code })
      const client = peer?.kind === 'client' ? peer.client.name : peer?.kind
      const ms = Math.round(performance.now() - started)
      log.info({ request_id: requestId, method: request.method, route, status: response.statusCode, ms, code, client })
    })
    next()
  }
}

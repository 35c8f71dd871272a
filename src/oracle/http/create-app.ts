import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import type { Logger } from 'pino'
import { Problem } from '../../domain/problem.ts'
import type { Metrics } from '../metrics.ts'
import type { Who } from '../who.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { checkBody } from './check-body.ts'
import { observeRequests } from './observe-requests.ts'
import { bearerToken, idempotencyKey, preferredWait } from './request-headers.ts'
import { linesType } from './read-lines.ts'
import { wantedBlock } from './read-query.ts'
import type { Answer, Route } from './route.ts'
import { problemHandler } from './send-problem.ts'

/** Largest body that is one JSON document, bytes: 10,000 CSRs in PEM. */
const largestBody = 8_000_000
/** How long one may take to come in. */
const bodyTimeoutMs = 60_000
/** Calls of one token under way at once, event streams included. */
const mostCallsAtOnce = 64

export type AppParts = {
  readonly routes: readonly Route[]
  /** Calls without a token: `/healthz` and the like. */
  readonly open: Readonly<Record<string, RequestHandler>>
  readonly authenticate: (token: string, rights: 'chain' | 'index', minBlock: number | undefined) => Promise<Who>
  readonly metrics: Metrics
  readonly log: Logger
}

/** The Express application: every route authenticated and checked before its handler, every failure a problem. */
export function createApp({ routes, open, authenticate, metrics, log }: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.enable('case sensitive routing')
  app.use(observeRequests(metrics, log))

  for (const [path, handler] of Object.entries(open)) {
    app.get(path, nameRoute(path), handler)
    app.all(path, refuseMethod(['GET']))
  }

  const atOnce = limitCallsAtOnce()
  const json = express.json({ limit: largestBody, inflate: false, strict: false, type: () => true })
  for (const route of routes) {
    const identify: RequestHandler = async (request, response, next) => {
      const token = bearerToken(request.get('authorization'))
      const who = await authenticate(token, route.rights ?? (route.write ? 'chain' : 'index'), wantedBlock(request.query))
      response.locals['who'] = who
      next()
    }
    app[route.method](
      toExpressPath(route.path),
      nameRoute(route.path),
      identify,
      atOnce,
      ...(route.lines === undefined ? [] : [runLines(route, route.lines)]),
      ...(route.body === undefined ? [] : [wantJson(route), inTime, json]),
      run(route),
    )
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase())
    app.all(toExpressPath(path), nameRoute(path), refuseMethod(methods))
  }

  app.use((request) => {
    throw new Problem('call_unknown', { field: 'path', detail: `${request.method} ${request.path} is no call of this service` })
  })
  app.use(problemHandler(log))
  return app
}

function run(route: Route): RequestHandler {
  return async (request, response) => {
    const call = callOf(route, request, response)
    const query = parseInput(route.query, request.query)
    const body = route.body === undefined ? undefined : checkBody(route.body, route.readBody, request.body)
    const answer = await route.handle({ ...call, query, body })
    if (answer !== undefined) send(response, answer, call.wait)
  }
}

/** A body of JSON lines is read by its handler; any other goes on to `run`. */
function runLines(route: Route, lines: NonNullable<Route['lines']>): RequestHandler {
  return async (request, response, next) => {
    if (mediaTypeOf(request) !== linesType) {
      next()
      return
    }
    const encoding = request.get('content-encoding') ?? 'identity'
    if (encoding.toLowerCase() !== 'identity') {
      throw new Problem('media_type_unsupported', { field: 'Content-Encoding', detail: `is ${encoding}: lines are read as they are` })
    }
    const call = callOf(route, request, response)
    send(response, await lines.handle({ ...call, query: parseInput(lines.query, request.query) }), call.wait)
  }
}

/** What both kinds of handlers are given. */
function callOf(route: Route, request: Request, response: Response) {
  return {
    params: parseInput(route.params, request.params),
    who: response.locals['who'] as Who,
    wait: route.write ? preferredWait(request.get('prefer')) : null,
    idempotencyKey: route.write ? idempotencyKey(request.get('idempotency-key')) : null,
    request,
    response,
  }
}

function send(response: Response, { status, headers, body }: Answer, wait: number | null): void {
  if (wait !== null && status === 201) response.set('Preference-Applied', `wait=${wait}`)
  response
    .set({ 'Cache-Control': 'no-store', ...headers })
    .status(status)
    .json(body)
}

const toExpressPath = (path: string) => path.replaceAll('{', ':').replaceAll('}', '')

function nameRoute(path: string): RequestHandler {
  return (_request, response, next) => {
    response.locals['route'] = path
    next()
  }
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  return (request, response) => {
    const allowed = methods.join(', ')
    response.set('Allow', allowed)
    throw new Problem('method_not_allowed', {
      field: 'method',
      detail: `${request.method} ${request.path} is not there, but ${allowed} is`,
    })
  }
}

const mediaTypeOf = (request: Request) => (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

function wantJson({ lines }: Route): RequestHandler {
  const wanted = lines === undefined ? 'application/json' : `application/json or ${linesType}`
  return (request, _response, next) => {
    const type = mediaTypeOf(request)
    if (type !== 'application/json') {
      const detail = `is ${type === '' ? 'missing' : type}, not ${wanted}`
      throw new Problem('media_type_unsupported', { field: 'Content-Type', detail })
    }
    next()
  }
}

/** Cuts off a client that gives its body away byte by byte. */
const inTime: RequestHandler = (request, _response, next) => {
  const timer = setTimeout(() => void request.destroy(), bodyTimeoutMs)
  request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
  next()
}

function limitCallsAtOnce(): RequestHandler {
  const underWay = new Map<string, number>()
  return (_request, response, next) => {
    const { token_id } = response.locals['who'] as Who
    const count = underWay.get(token_id) ?? 0
    if (count >= mostCallsAtOnce) {
      throw new Problem('too_many_requests', { detail: `${count} calls of token ${token_id} are under way` })
    }
    underWay.set(token_id, count + 1)
    response.once('close', () => {
      const left = (underWay.get(token_id) ?? 1) - 1
      if (left === 0) underWay.delete(token_id)
      else underWay.set(token_id, left)
    })
    next()
  }
}

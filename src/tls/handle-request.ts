import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { causeOf } from '../domain/cause-of.ts'
import type { CompiledPolicy } from '../domain/compile-policy.ts'
import type { Decision } from '../domain/decision.ts'
import { enforced, mayUse } from '../domain/enforce.ts'
import type { Hex } from '../domain/fields.ts'
import { Problem } from '../domain/problem.ts'
import type { DecisionKeeper } from './decisions/decision-keeper.ts'
import { reasonOf } from './journal.ts'
import type { GatewayMetrics } from './metrics.ts'
import type { Peer } from './peer/identify-peer.ts'
import type { Registration, Registrations } from './registrations.ts'
import { sepError } from './sep/answer.ts'
import type { SepAnswer } from './sep/answer.ts'
import { readBody } from './sep/read-body.ts'
import { answerSep, routeName } from './sep/route.ts'
import { sendAnswer } from './sep/send-answer.ts'
import { closeCleanly, fallIfRefused } from './sessions.ts'
import type { Session, Sessions } from './sessions.ts'

export type RequestContext = {
  readonly sessions: Sessions
  readonly keeper: DecisionKeeper
  /** The policy by which a registry's keys are judged. */
  readonly policyOf: (registry: string) => CompiledPolicy
  readonly registrations: Registrations
  readonly registrationOf: (peer: Peer) => Registration | undefined
  readonly metrics: GatewayMetrics
  readonly log: Logger
  readonly onFall: (session: Session, decision: Decision) => void
}

/** Seconds after which a device may ask again when the registry cannot be asked. */
const retryAfter = 30

/** What is answered, and whether the connection ends with it. */
type Reply = { readonly answer: SepAnswer; readonly close: boolean }

/** Makes the listener that answers each request of a connection by what is known of its key at that moment. */
export function createRequestHandler(context: RequestContext) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const session = context.sessions.of(request.socket)
    if (session === undefined) {
      request.socket.destroy()
      return
    }
    session.active += 1
    response.once('close', () => {
      session.active -= 1
      if (session.fallen) closeCleanly(session)
    })
    const target = targetOf(request)
    const { answer, close } = await reply(context, session, request, target).catch((error: unknown) => failed(context, error))
    context.metrics.requests.inc({ route: routeName(target.path), method: request.method ?? '', status: answer.status })
    sendAnswer(request, response, answer, close || session.fallen)
  }
}

async function reply(context: RequestContext, session: Session, request: IncomingMessage, target: Target): Promise<Reply> {
  const { identity } = session
  if (identity.refusal !== undefined) {
    const { cause, detail } = identity.refusal
    return { answer: sepError(403, 'invalidValues', { cause, detail }), close: true }
  }
  const { peer } = identity
  const { registrations } = context
  const refused = await refusedNow(context, session, peer.key_id, request)
  if (refused !== undefined) return refused
  const body = await readBody(request)
  if (body === undefined) return { answer: sepError(413, 'limitReached', { detail: 'the body is too large' }), close: true }
  // a body takes as long as the client likes, and the key may have fallen meanwhile
  const overtaken = body.length === 0 ? undefined : await refusedNow(context, session, peer.key_id, request)
  if (overtaken !== undefined) return overtaken
  const answer = answerSep({
    method: request.method ?? '',
    ...target,
    contentType: request.headers['content-type'],
    body,
    peer,
    registration: context.registrationOf(peer),
    registrations,
    now: Date.now() / 1000,
  })
  return { answer, close: false }
}

/** What the key may not have by what is known of it now; undefined where it may go on. */
async function refusedNow(context: RequestContext, session: Session, keyId: Hex, request: IncomingMessage): Promise<Reply | undefined> {
  const { keeper, policyOf } = context
  const clientType = () => session.clientType
  const decision = keeper.current(keyId, clientType) ?? (await keeper.decided(keyId, clientType))
  const outcome = enforced(decision)
  if (outcome === 'refuse') return refusal(context, session, decision)
  if (outcome !== 'restrict' || mayUse(policyOf(decision.registry).policy, request.url ?? '')) return undefined
  const detail = `a restricted device may not use this: ${reasonOf(decision)}`
  return { answer: sepError(403, 'invalidValues', { cause: 'restricted', detail }), close: false }
}

/** 403 with the reason ends the connection; where the registry is away the device may stay and ask again. */
function refusal(context: RequestContext, session: Session, decision: Decision): Reply {
  const cause = causeOf(decision) ?? 'policy'
  const detail = reasonOf(decision)
  if (cause === 'registry_unreachable') return { answer: sepError(503, 'limitReached', { cause, detail, retryAfter }), close: false }
  if (fallIfRefused(session, decision)) context.onFall(session, decision)
  return { answer: sepError(403, 'invalidValues', { cause, detail }), close: true }
}

function failed({ log }: RequestContext, error: unknown): Reply {
  log.error({ err: error }, 'a request could not be answered')
  const isProblem = error instanceof Problem
  const detail = isProblem ? 'the server cannot store or look up registrations now' : 'the server failed'
  return { answer: sepError(isProblem ? error.status : 500, 'limitReached', { detail, ...(isProblem && { retryAfter }) }), close: true }
}

type Target = { readonly path: string; readonly query: URLSearchParams }

const noQuery = new URLSearchParams()

/** The request's target; what is none stands for a path that nothing is at. */
function targetOf({ url = '' }: IncomingMessage): Target {
  if (/^\/[A-Za-z0-9/]*$/.test(url)) return { path: url, query: noQuery }
  const parsed = URL.parse(url, 'https://gateway')
  return parsed === null ? { path: '', query: noQuery } : { path: parsed.pathname, query: parsed.searchParams }
}

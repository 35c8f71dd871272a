import type { Request } from 'express'
import { z } from 'zod'
import type { Client, ClientRight } from '../client.ts'
import type { Peer } from './identify-peer.ts'

/** What a handler is given: everything checked against the route's schemas, and who calls. */
export type Call<P, Q, B> = {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly peer: Peer
  readonly request: Request
}

type Definition<P, Q, B> = {
  readonly method: 'get' | 'post' | 'delete'
  /** As OpenAPI writes it: `/v1/enrolments/{enrolment_id}`. */
  readonly path: string
  /** `operationId`. */
  readonly name: string
  readonly summary: string
  /** The right that the client's certificate must have; `any`: any client; null: devices, which prove themselves in the body. */
  readonly right: ClientRight | 'any' | null
  readonly params: z.ZodType<P>
  readonly query: z.ZodType<Q>
  readonly body?: z.ZodType<B>
  readonly status: 200 | 201
  readonly answer: z.ZodObject
  readonly handle: (call: Call<P, Q, B>) => Promise<Record<string, unknown>> | Record<string, unknown>
}

export type Route = Definition<unknown, unknown, unknown>

/** One call of the service: the application and its OpenAPI description are both made from it. Every answer tells the service's time. */
export function route<P, Q, B>(definition: Definition<P, Q, B>): Route {
  const answer = definition.answer.extend({ time: z.iso.datetime().describe('What the clock of the service says; nobody needs another') })
  return { ...definition, answer } as unknown as Route
}

/** The client of a call to a route that wants one. */
export function clientOf({ peer }: Pick<Call<unknown, unknown, unknown>, 'peer'>): Client {
  if (peer.kind !== 'client') throw new TypeError('the route lets others than clients in')
  return peer.client
}

export const nothing = z.strictObject({})

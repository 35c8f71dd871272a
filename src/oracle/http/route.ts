import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Who } from '../who.ts'

/** What a handler is given: everything checked against the route's schemas, and on whose behalf it works. */
export type Call<P, Q, B> = {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly who: Who
  /** RFC 7240 `wait`, in seconds; null: answer at once. */
  readonly wait: number | null
  readonly idempotencyKey: string | null
  readonly request: Request
  readonly response: Response
}

/** A JSON answer; undefined from a handler that has written to the response itself (a stream). */
export type Answer = { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }

/** The same write with a body of JSON lines, for more than a JSON document holds: read as it comes in. */
type Lines<P> = {
  readonly query: z.ZodType
  readonly line: z.ZodType
  readonly handle: (call: Omit<Call<P, unknown, undefined>, 'body'>) => Promise<Answer>
}

type Definition<P, Q, B> = {
  readonly method: 'get' | 'post' | 'patch'
  /** As OpenAPI writes it: `/v1/keys/{key_id}`. */
  readonly path: string
  /** The specification's name of the call (table 10) where it has one; `operationId` in OpenAPI. */
  readonly name: string
  readonly summary: string
  /** Writes take `Prefer: wait` and `Idempotency-Key`, and answer 201 or 202. */
  readonly write: boolean
  /** Where the caller's rights are looked up; without it on the chain for a write, in the index for a read. */
  readonly rights?: 'chain' | 'index'
  readonly params: z.ZodType<P>
  readonly query: z.ZodType<Q>
  readonly body?: z.ZodType<B>
  /** Reads a body where the schema alone does not. @throws Problem `invalid_input` */
  readonly readBody?: (body: unknown) => B
  readonly lines?: Lines<P>
  /** Body of the good answer: 200 of a read, 201 of a write. */
  readonly answer: z.ZodType
  readonly mediaType?: 'text/event-stream'
  readonly handle: (call: Call<P, Q, B>) => Promise<Answer | undefined>
}

export type Route = Definition<unknown, unknown, unknown>

/** One call of the service: the application and its OpenAPI description are both made from it. */
export function route<P, Q, B>(definition: Definition<P, Q, B>): Route {
  return definition as unknown as Route
}

/** `answer` with status 200. */
export function ok(body: unknown): Answer {
  return { status: 200, body }
}

import { setTimeout as pause } from 'node:timers/promises'
import { createParser } from 'eventsource-parser'
import { z } from 'zod'
import { keyIdField, type Hex } from '../domain/fields.ts'
import type { KeyStatusChange } from '../domain/key-status-source.ts'
import type { OracleRequests } from './oracle-requests.ts'

/** The oracle says every five seconds that it is there. */
const idleMs = 15_000
const firstPauseMs = 200
const longestPauseMs = 5000
/** Characters of one event: the keys of a block. */
const largestEvent = 16_000_000

const block = z.number().int().nonnegative()
const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keys'), key_ids: z.array(keyIdField.transform((keyId) => keyId as Hex)), block }),
  z.object({ kind: z.literal('all'), block }),
  z.object({ kind: z.literal('reachable'), reachable: z.boolean() }),
])

/**
 * `GET /v1/changes` as the port tells changes: broken off, it is `reachable: false` and begun anew until `signal` aborts. The oracle begins
 * each stream with `all`, so that nothing is missed in between.
 * @param registry whose changes are wanted; an oracle of another registry counts as away
 */
export async function* oracleChanges(requests: OracleRequests, registry: string, signal: AbortSignal): AsyncGenerator<KeyStatusChange> {
  let reachable = true
  let wait = firstPauseMs
  while (!signal.aborted) {
    try {
      for await (const change of eventsOf(requests, registry, signal)) {
        wait = firstPauseMs
        if (change.kind !== 'reachable' && !reachable) yield { kind: 'reachable', reachable: true }
        if (change.kind !== 'reachable' || change.reachable !== reachable) yield change
        reachable = change.kind !== 'reachable' || change.reachable
      }
    } catch (error) {
      // why, `get` tells whoever asks; what is no failure of the oracle is a bug
      if (!(error instanceof Error)) throw error
    }
    if (signal.aborted) return
    if (reachable) yield { kind: 'reachable', reachable: false }
    reachable = false
    // many gateways lose one oracle at the same moment
    await pause(wait * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined)
    wait = Math.min(wait * 2, longestPauseMs)
  }
}

/** The changes of one stream. @throws Error when it cannot be opened, breaks off, or holds what is no change */
async function* eventsOf(requests: OracleRequests, registry: string, signal: AbortSignal): AsyncGenerator<KeyStatusChange> {
  const response = await requests.openStream('v1/changes', idleMs, signal)
  try {
    const type = response.headers['content-type']?.split(';')[0]
    if (response.statusCode !== 200 || type !== 'text/event-stream') throw new Error(`answered ${response.statusCode} of ${type}`)
    const of = response.headers['derkey-registry']
    if (of !== registry) throw new Error(`the oracle answers for ${String(of)}, ${registry} is wanted`)
    const found: string[] = []
    const parser = createParser({
      maxBufferSize: largestEvent,
      onEvent: ({ data }) => found.push(data),
      onError: (error) => {
        throw error
      },
    })
    let unfinished = 0
    for await (const text of response.setEncoding('utf8') as AsyncIterable<string>) {
      parser.feed(text)
      // short lines without end take a hundred times their length before the parser has enough of them
      unfinished = found.length > 0 ? 0 : unfinished + text.length
      if (unfinished > largestEvent) throw new RangeError(`an event has more than ${largestEvent} characters`)
      for (const data of found.splice(0)) yield changeSchema.parse(JSON.parse(data))
    }
  } finally {
    response.destroy()
  }
}

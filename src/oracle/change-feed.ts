import type { Response } from 'express'
import { Problem } from '../domain/problem.ts'
import type { KeyStatusChange, KeyStatusSource } from '../domain/key-status-source.ts'

/** Bytes that a client may be behind before it is cut off: it asks again and starts afresh. */
const mostUnread = 1_000_000
const heartbeatMs = 5000

export type ChangeFeed = {
  /**
   * Sends every change from now on to `response`, until its client or the feed ends, or `requireRight` throws a 401 or 403: it is asked
   * whenever an entity may have changed, and with each heartbeat.
   */
  follow(response: Response, requireRight: () => Promise<unknown>): void
  /** Ends all streams. */
  stop(): Promise<void>
}

/**
 * `GET /v1/changes`: one reading of the chain for all clients, as server-sent events (WHATWG HTML, 9.2). The event's name is the kind of
 * change, its data the change. There is no replay: a client that was away decides everything again, which the first event `all` tells it.
 */
export function createChangeFeed(source: KeyStatusSource, head: () => Promise<number>): ChangeFeed {
  const clients = new Map<Response, () => Promise<unknown>>()
  const aborted = new AbortController()

  const send = (response: Response, text: string) => {
    response.write(text)
    if (response.writableLength > mostUnread) response.destroy()
  }
  const all = (text: string) => {
    for (const client of clients.keys()) send(client, text)
  }
  const dismiss = () => {
    for (const [client, requireRight] of clients) {
      requireRight().catch((error: unknown) => {
        if (error instanceof Problem && (error.status === 401 || error.status === 403)) client.end()
      })
    }
  }
  const reading = (async () => {
    for await (const change of source.changes(aborted.signal)) {
      all(toEvent(change))
      if (change.kind === 'all') dismiss()
    }
  })()
  const heartbeat = setInterval(() => {
    all(': still here\n\n')
    dismiss()
  }, heartbeatMs)

  return {
    follow(response, requireRight) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
        'Derkey-Registry': source.registry,
      })
      clients.set(response, requireRight)
      response.once('close', () => clients.delete(response))
      head().then(
        (block) => send(response, `retry: 1000\n${toEvent({ kind: 'all', block })}`),
        () => send(response, toEvent({ kind: 'reachable', reachable: false })),
      )
    },
    async stop() {
      clearInterval(heartbeat)
      aborted.abort()
      for (const client of clients.keys()) client.end()
      await reading
    },
  }
}

function toEvent(change: KeyStatusChange): string {
  const id = 'block' in change ? `id: ${change.block}\n` : ''
  return `${id}event: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`
}

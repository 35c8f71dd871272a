import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { Problem } from '../../src/domain/problem.ts'
import { indexAge } from '../../src/oracle/index-age.ts'
import { createIndexMetrics } from '../../src/oracle/index-metrics.ts'
import type { FollowerEvent } from '../../src/oracle/follower/follower-event.ts'

/** Older than this, an index is not ready; the same as the oracle's `max_index_age_seconds` by default. */
const mostSeconds = 60

export type ServedMetrics = {
  /** `http://HOST:PORT` */
  readonly url: string
  onEvent(event: FollowerEvent): void
  close(): Promise<void>
}

/** Answers Prometheus, and whether the index is at the head. @throws Problem `invalid_input`, `port_taken` */
export async function serveIndexMetrics(address: string): Promise<ServedMetrics> {
  const place = /^(.+):(\d{1,5})$/.exec(address)
  const [, host = '', port = ''] = place ?? []
  if (place === null || Number(port) > 65_535) {
    throw new Problem('invalid_input', { field: 'metrics', detail: `${address} is no HOST:PORT` })
  }
  const registry = new Registry()
  const measure = createIndexMetrics(registry)
  let confirmedAt = -Infinity
  const onEvent = (event: FollowerEvent) => {
    measure(event)
    if (event.kind === 'opened') confirmedAt = event.confirmed_at ?? -Infinity
    if (event.kind === 'confirmed') confirmedAt = event.at
  }
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/metrics') response.setHeader('content-type', registry.contentType).end(await registry.metrics())
      else if (request.url === '/readyz') {
        const seconds = indexAge(confirmedAt)
        const isReady = seconds <= mostSeconds
        const body = { ready: isReady, index_age_seconds: Number.isFinite(seconds) ? seconds : null }
        response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
      } else response.writeHead(404).end()
    })()
  })
  const listening = Promise.withResolvers<void>()
  server.once('error', (error) =>
    listening.reject(new Problem('port_taken', { field: 'metrics', detail: `${address}: ${error.message}`, cause: error })),
  )
  server.listen(Number(port), host.replace(/^\[(.*)\]$/, '$1'), listening.resolve)
  await listening.promise
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    onEvent,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

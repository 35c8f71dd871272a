import type { Logger } from 'pino'
import type { CompiledPolicy } from '../domain/compile-policy.ts'
import { authenticate } from './authenticate.ts'
import { createChangeFeed } from './change-feed.ts'
import type { OracleConfiguration } from './configuration.ts'
import { createApp } from './http/create-app.ts'
import { createMetrics } from './metrics.ts'
import { openCalls } from './open-calls.ts'
import { openApi } from './openapi.ts'
import { openParts } from './open-parts.ts'
import { allRoutes } from './routes/all-routes.ts'
import { serve } from './serve.ts'
import { openStore } from './store/open-store.ts'
import { untilRead } from './on-index/until-read.ts'
import { createWriteEngine } from './write-engine.ts'

export type OracleParts = {
  readonly configuration: OracleConfiguration
  readonly policies: ReadonlyMap<string, CompiledPolicy>
  readonly log: Logger
  readonly version: string
}

export type Oracle = {
  /** `http(s)://HOST:PORT` */
  readonly url: string
  /** CAIP-10 name of the registry that it answers for. */
  readonly registry: string
  /** Finishes what is under way, within seconds, and closes everything. What is not mined by then goes on at the next start. */
  stop(): Promise<void>
}

const graceMs = 10_000

/** Opens registry, index and store, goes on with unsettled writes, and listens. @throws Problem */
export async function startOracle({ configuration, policies, log, version }: OracleParts): Promise<Oracle> {
  const store = openStore(configuration.data)
  const metrics = createMetrics()
  const opened = await openParts(configuration, metrics, log).catch((error: unknown) => {
    store.close()
    throw error
  })
  const { registry, reads, lists, source } = opened
  const engine = createWriteEngine(store, {
    registry,
    metrics,
    onFailure: (error) => log.warn({ err: error }, 'a write is not settled yet'),
    untilRead: (block) => untilRead(reads, block),
  })
  const feed = createChangeFeed(source, async () => (await reads.head()).block)
  const stopping = new AbortController()
  const stop = async () => {
    stopping.abort()
    await Promise.all([feed.stop(), serving?.stop(graceMs), engine.stop(graceMs)])
    await opened.close()
    store.close()
  }

  const proofRequired = configuration.proof_of_possession === 'required'
  const identify = (token: string, rights: 'chain' | 'index', minBlock?: number) =>
    authenticate(store, rights === 'chain' ? registry : reads, token, minBlock)
  const identifyReader = (token: string) => identify(token, 'index')
  const routes = allRoutes({
    registry,
    reads,
    lists,
    source,
    store,
    engine,
    feed,
    policies,
    metrics,
    proofRequired,
    authenticate: identifyReader,
  })
  const open = openCalls({ registry: reads, metrics, description: openApi(routes, version), isStopping: () => stopping.signal.aborted })
  const app = createApp({ routes, open, authenticate: identify, metrics, log })
  let serving: Awaited<ReturnType<typeof serve>> | undefined
  try {
    serving = await serve(app, configuration)
  } catch (error) {
    await stop()
    throw error
  }
  serving.server.on('connection', (socket) => {
    metrics.connections.inc()
    socket.once('close', () => metrics.connections.dec())
  })
  if (configuration.tls === undefined && !isLoopback(configuration.listen.host)) {
    log.warn({ host: configuration.listen.host }, 'tokens cross the network in the clear: configure tls, or put a TLS proxy on this host')
  }
  engine.resume()
  return { url: serving.url, registry: registry.name, stop }
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EntropySource } from '../../domain/enumerations.ts'
import { keyIdOfCertificate } from '../../domain/key-id.ts'
import type { IssueLog } from '../log/open-log.ts'
import type { Client } from './client.ts'
import { readAuthorities, type AuthorityFile } from './http/certificate-authorities.ts'
import { clientRoutes } from './http/client-routes.ts'
import { createApp } from './http/create-app.ts'
import { deviceRoutes } from './http/device-routes.ts'
import { createLimits } from './http/limits.ts'
import { listRoutes } from './http/list-routes.ts'
import { openCalls } from './http/open-calls.ts'
import { pages } from './http/pages.ts'
import { countEvents } from './count-events.ts'
import { createMetrics } from './metrics.ts'
import { openApi } from './openapi.ts'
import type { RegistrationWorker, WorkerOptions } from './operations/register-confirmed.ts'
import type { Parts } from './operations/parts.ts'
import type { KeyMaker } from './ports.ts'
import { startWorker, type Registration } from './start-worker.ts'
import { enrolmentsIn } from './store/enrolments.ts'
import { openLedger } from './store/ledger.ts'
import { createTlsServer, listen, pinOf, readServerCertificate, stopServer } from './tls-server.ts'

/** Everything read; nothing here opens a file but those in `data`. */
export type KeygenServiceSettings = {
  readonly listen: { readonly host: string; readonly port: number }
  readonly publicUrl: string | undefined
  readonly certificate: string
  readonly key: string
  readonly data: string
  readonly clientAuthorities: readonly AuthorityFile[]
  readonly clients: readonly Client[]
  readonly bootstrap: readonly { readonly name: string; readonly authorities: readonly AuthorityFile[]; readonly processId: string }[]
  /** Milliseconds. */
  readonly codeLifetime: number
  readonly deviceRequestsPerMinute: number
}

export type KeygenServiceParts = {
  readonly settings: KeygenServiceSettings
  readonly makeKey: KeyMaker
  /** What its keys are drawn from, as lists report it. */
  readonly entropy: EntropySource
  readonly registration: Registration
  readonly log: Logger
  readonly version: string
  /** Milliseconds. */
  readonly now?: () => number
  readonly openLog?: (file: string) => IssueLog
  /** Between two looks or tries, milliseconds. */
  readonly pauses?: WorkerOptions['pauses']
}

export type KeygenService = {
  /** `https://HOST:PORT` */
  readonly url: string
  /** As curl's --pinnedpubkey takes it. */
  readonly pin: string
  /** Finishes what is under way, within seconds. What is not registered by then is at the next start. */
  stop(): Promise<void>
}

const graceMs = 10_000

/** Opens store and log, goes on with what is confirmed and not registered, and listens. @throws Problem */
export async function startKeygenService(given: KeygenServiceParts): Promise<KeygenService> {
  const { settings, makeKey, entropy, registration, log, version, now = Date.now } = given
  const certificate = readServerCertificate(settings, now())
  const clientAuthorities = readAuthorities(settings.clientAuthorities)
  const bootstrap = settings.bootstrap.map((source) => ({ ...source, authorities: readAuthorities(source.authorities) }))
  const foreignKeys = new Set([keyIdOfCertificate(certificate.raw), ...settings.clients.flatMap(({ keyIds }) => keyIds)])
  const pin = pinOf(certificate)

  const opened = openLedger(settings.data, given.openLog)
  const metrics = createMetrics(enrolmentsIn(opened.store), opened.head)
  const ledger = countEvents(opened, metrics)
  if (ledger.mended > 0) log.warn({ octets: ledger.mended }, 'the log ended in a half written line, which was cut off')
  const enrolments = enrolmentsIn(ledger.store)
  let url = ''
  let worker: RegistrationWorker | undefined
  let stopping = false
  const parts: Parts = {
    ledger,
    enrolments,
    makeKey,
    now,
    codeLifetime: settings.codeLifetime,
    foreignKeys,
    registering: new Set(),
    onConfirmed: () => worker?.wake(),
  }
  const limits = createLimits(settings.deviceRequestsPerMinute)
  const routes = [
    ...deviceRoutes({ ...parts, limits }),
    ...clientRoutes({ ...parts, publicUrl: () => settings.publicUrl ?? url, pin }),
    ...listRoutes({ ...parts, entropy, listKeys: registration.by === 'manufacturer' ? registration.listKeys : new Map() }),
  ]
  const open = openCalls({ metrics, head: ledger.head, description: openApi(routes, version), isStopping: () => stopping, now })
  const rules = { clientAuthorities, clients: settings.clients, bootstrap, now }
  const app = createApp({ routes, open, pages: pages(), rules, limits, metrics, log })
  const stop = async () => {
    stopping = true
    const grace = pause(graceMs, undefined, { ref: false })
    await Promise.all([server === undefined ? undefined : stopServer(server, graceMs), Promise.race([worker?.stop(), grace])])
    ledger.close()
  }
  let server: ReturnType<typeof createTlsServer> | undefined
  try {
    const authorities = [...clientAuthorities, ...bootstrap.flatMap((source) => source.authorities)]
    const created = createTlsServer({ certificate: settings.certificate, key: settings.key, authorities }, app)
    const { host } = settings.listen
    const port = await listen(created, settings.listen)
    server = created
    url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`
  } catch (error) {
    await stop()
    throw error
  }
  worker = startWorker(parts, given, metrics)
  return { url, pin, stop }
}

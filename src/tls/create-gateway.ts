import { createServer } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { Logger } from 'pino'
import type { CompiledPolicy } from '../domain/compile-policy.ts'
import type { ClientType, Decision } from '../domain/decision.ts'
import { createAdminApp } from './admin/create-admin-app.ts'
import { closeGateway } from './close-gateway.ts'
import type { AskedRegistry } from './decisions/asked-registry.ts'
import { createDecisionKeeper } from './decisions/decision-keeper.ts'
import { followChanges } from './decisions/follow-changes.ts'
import { createRequestHandler } from './handle-request.ts'
import { createJournal } from './journal.ts'
import { listen, urlOf } from './listen.ts'
import type { Address } from './listen.ts'
import { countDecision, createGatewayMetrics } from './metrics.ts'
import { createPeerIdentifier } from './peer/identify-peer.ts'
import type { Peer } from './peer/identify-peer.ts'
import { createTrustStore } from './peer/trust-store.ts'
import type { AuthorityFile } from './peer/trust-store.ts'
import { proveCipher } from './prove-cipher.ts'
import { createRefusals } from './refusals.ts'
import { openRegistrations } from './registrations.ts'
import { checkServerCertificate } from './server-certificate.ts'
import { serverOptions } from './server-options.ts'
import { createSessions, isRefused } from './sessions.ts'
import type { Session } from './sessions.ts'
import { createTlsServer } from './tls-server.ts'
import type { Connection } from './tls-server.ts'
import { createKeyWatch } from './watch-keys.ts'
import { createOverlapWatch } from './watch-overlaps.ts'

export type GatewaySettings = {
  readonly listen: Address
  /** The operator's listener, with the token that its calls must show. */
  readonly admin: Address & { readonly token: string }
  /** The server's own certificate with its chain, and its private key, PEM. */
  readonly certificate: string
  readonly key: string
  /** SERCA, MCA and MICA certificates: every CA that may stand in a device's chain. */
  readonly trust_anchors: readonly AuthorityFile[]
  /** Certificate policies of which a device must have one; none: any. */
  readonly certificate_policies: readonly string[]
  /** The registries that are asked, each with its policy, in the order of precedence; one at least, none twice. */
  readonly registries: readonly AskedRegistry[]
  /** SQLite file of registrations, or `:memory:`. */
  readonly database: string
  readonly handshake_timeout_ms: number
  readonly answer_refresh_seconds: number
  readonly log: Logger
}

export type Gateway = {
  readonly url: string
  readonly admin_url: string
  /** Takes no more connections, lets the requests under way end, closes. */
  close(): Promise<void>
}

/**
 * Starts the DER Server of a utility (specification, 5.3.4 step 8): who connects is identified by its certificate, decided on by what the
 * registry says of its key, and only then answered.
 * @throws Problem cipher_unavailable, trust_anchor_invalid, trust_anchor_expired, server_certificate_invalid, store_failed, port_taken
 */
export async function createGateway(settings: GatewaySettings): Promise<Gateway> {
  const { certificate, key, registries, log } = settings
  checkServerCertificate(certificate, key, seconds())
  const trustStore = createTrustStore(settings.trust_anchors, seconds())
  const options = serverOptions({ certificate, key, authorities: trustStore.authorities }, settings.handshake_timeout_ms)
  await proveCipher(options)

  const metrics = createGatewayMetrics()
  const refusals = createRefusals()
  const journal = createJournal(metrics, refusals, log)
  const registrations = openRegistrations(settings.database, () => Math.floor(seconds()))
  const sessions = createSessions((size) => metrics.connections.set(size))
  const identify = createPeerIdentifier(trustStore, settings.certificate_policies)
  const keeper = createDecisionKeeper({
    registries,
    answerRefreshSeconds: settings.answer_refresh_seconds,
    onDecision: (decision, took) => countDecision(metrics, decision, took),
  })

  const registrationOf = (peer: Peer) => registrations.ofPeer(peer, keeper.lineOf(peer.key_id))
  const clientTypeOf = (peer: Peer): ClientType => {
    try {
      return registrationOf(peer)?.client_type ?? 'device'
    } catch (error) {
      log.error({ err: error }, 'registrations cannot be looked up')
      return 'device'
    }
  }
  const stop = new AbortController()
  const watch = createKeyWatch(keeper, sessions, journal.fell, (decision) => noteDecision(decision))
  const noteDecision = createOverlapWatch({
    endOf: keeper.supersededAt,
    isConnected: (keyId) => sessions.ofKey(keyId).length > 0,
    recheck: watch.recheck,
    signal: stop.signal,
  })
  const onSession = (socket: TLSSocket, connection: Connection) => {
    const identity = identify(socket, seconds())
    const { peer, refusal } = identity
    const session: Session = {
      socket,
      connection,
      identity,
      get clientType() {
        return identity.refusal === undefined ? clientTypeOf(identity.peer) : 'device'
      },
      active: 0,
      fallen: false,
    }
    sessions.add(session)
    if (peer !== undefined) connection.hello = undefined
    if (refusal !== undefined) {
      journal.refused({ ...refusal, connection, device: peer })
      return
    }
    const decided = (decision: Decision) => {
      journal.decided(session, decision)
      session.fallen ||= isRefused(decision)
      noteDecision(decision)
    }
    const clientType = () => session.clientType
    const decision = keeper.current(peer.key_id, clientType)
    if (decision !== undefined) decided(decision)
    else void keeper.decided(peer.key_id, clientType).then(decided)
  }

  const policies = new Map(registries.map(({ source, policy }) => [source.registry, policy]))
  const policyOf = (registry: string) => policies.get(registry) as CompiledPolicy
  const handleRequest = createRequestHandler({
    sessions,
    keeper,
    policyOf,
    registrations,
    registrationOf,
    metrics,
    log,
    onFall: journal.fell,
  })
  const server = createTlsServer(options, {
    onRequest: (request, response) => void handleRequest(request, response),
    onSession,
    onFailure: (failure) => journal.refused({ ...failure, device: failure.socket && sessions.of(failure.socket)?.identity.peer }),
  })
  const admin = createServer(createAdminApp({ token: settings.admin.token, registrations, refusals, sessions, keeper, metrics, log }))
  const close = () => closeGateway({ server, admin, sessions, registrations, stop })
  const following = registries.map(({ source }) =>
    followChanges(source, stop.signal, log, (change) => void watch.note(source.registry, change)),
  )

  try {
    const url = urlOf('https', await listen(server, settings.listen, 'listen'))
    const admin_url = urlOf('http', await listen(admin, settings.admin, 'admin'))
    const asked = registries.map(({ source, policy }) => ({ registry: source.registry, policy: policy.description }))
    log.info({ url, admin_url, registries: asked }, 'the gateway is open')
    return {
      url,
      admin_url,
      close: () =>
        close()
          .then(() => Promise.all(following))
          .then(() => undefined),
    }
  } catch (error) {
    await close()
    throw error
  }
}

function seconds(): number {
  return Date.now() / 1000
}

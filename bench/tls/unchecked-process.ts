import { pino } from 'pino'
import { readGatewayConfiguration } from '../../scripts/gateway/read-gateway-configuration.ts'
import type { Decision } from '../../src/domain/decision.ts'
import type { DecisionKeeper } from '../../src/tls/decisions/decision-keeper.ts'
import { createRequestHandler } from '../../src/tls/handle-request.ts'
import { listen, urlOf } from '../../src/tls/listen.ts'
import { createGatewayMetrics } from '../../src/tls/metrics.ts'
import type { Peer } from '../../src/tls/peer/identify-peer.ts'
import { createTrustStore } from '../../src/tls/peer/trust-store.ts'
import { openRegistrations } from '../../src/tls/registrations.ts'
import { serverOptions } from '../../src/tls/server-options.ts'
import { createSessions } from '../../src/tls/sessions.ts'
import { createTlsServer } from '../../src/tls/tls-server.ts'

// The gateway without its check: the same server, sessions, counters and resources, for one peer and one decision that never change.
const { settings, registries } = readGatewayConfiguration(process.argv[2] ?? '')
const { policy } = registries[0]!
const key_id = `0x${'1'.repeat(64)}` as const
const peer: Peer = { lfdi: '1'.repeat(40), sfdi: '1', key_id, issuer: 'CN=anybody' }
const decision: Decision = {
  outcome: 'admit',
  findings: [],
  key_id,
  registry: 'none',
  policy: policy.description,
  as_of: null,
  consulted: [],
  decided_at: '2026-01-01T00:00:00Z',
}
const keeper: DecisionKeeper = {
  current: () => decision,
  decided: () => Promise.resolve(decision),
  note: () => undefined,
  reachable: () => [],
  lineOf: () => undefined,
  supersededAt: () => undefined,
}
const metrics = createGatewayMetrics()
const sessions = createSessions((size) => metrics.connections.set(size))
const registrations = openRegistrations(':memory:', () => 0)
const handle = createRequestHandler({
  sessions,
  keeper,
  policyOf: () => policy,
  registrations,
  registrationOf: registrations.ofPeer,
  metrics,
  log: pino({ level: 'error' }),
  onFall: () => undefined,
})
const { authorities } = createTrustStore(settings.trust_anchors, Date.now() / 1000)
const server = createTlsServer(serverOptions({ ...settings, authorities }, settings.handshake_timeout_ms), {
  onRequest: (request, response) => void handle(request, response),
  onSession: (socket, connection) =>
    sessions.add({ socket, connection, identity: { peer }, clientType: 'device', active: 0, fallen: false }),
  onFailure: () => undefined,
})
process.once('disconnect', () => process.exit())
process.send?.({ url: urlOf('https', await listen(server, settings.listen, 'listen')) })

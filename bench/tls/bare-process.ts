import { createServer } from 'node:https'
import { readGatewayConfiguration } from '../../scripts/gateway/read-gateway-configuration.ts'
import { listen, urlOf } from '../../src/tls/listen.ts'
import { createTrustStore } from '../../src/tls/peer/trust-store.ts'
import { deviceCapability } from '../../src/tls/sep/device-capability.ts'
import type { SepRequest } from '../../src/tls/sep/answer.ts'
import { sepMediaType } from '../../src/tls/sep/xml.ts'
import { serverOptions } from '../../src/tls/server-options.ts'

// The gateway without its checks: node:https with the same TLS options, client certificate asked for, and one fixed answer.
const { settings } = readGatewayConfiguration(process.argv[2] ?? '')
const { authorities } = createTrustStore(settings.trust_anchors, Date.now() / 1000)
const { body } = deviceCapability({ path: '/dcap' } as SepRequest)
const server = createServer(serverOptions({ ...settings, authorities }, settings.handshake_timeout_ms), (_request, response) => {
  response.writeHead(200, { 'Content-Type': sepMediaType, 'Content-Length': body?.length ?? 0 })
  response.end(body)
})
process.once('disconnect', () => process.exit())
process.send?.({ url: urlOf('https', await listen(server, settings.listen, 'listen')) })

import pino from 'pino'
import { readDeployment } from '../../src/chain/deployment.ts'
import { createChainSource } from '../../src/chain/key-status-source.ts'
import { openRegistry } from '../../src/chain/registry.ts'
import { createGateway } from '../../src/tls/create-gateway.ts'
import type { Gateway } from '../../src/tls/create-gateway.ts'
import { readGatewayConfiguration } from './read-gateway-configuration.ts'

/** Puts the gateway together from its configuration, with the chain as the registry that it asks. @throws Problem */
export async function startGateway(file: string): Promise<Gateway & { readonly registry: string }> {
  const { registry, log_level, settings } = readGatewayConfiguration(file)
  const chain = await openRegistry({ rpc: registry.rpc, deployment: readDeployment(registry.deployment) })
  const source = createChainSource(chain, { pollMs: registry.poll_interval_ms })
  const log = pino({ level: log_level }, pino.destination(2))
  return { ...(await createGateway({ ...settings, source, log })), registry: source.registry }
}

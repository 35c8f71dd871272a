import pino from 'pino'
import { createGateway } from '../../src/tls/create-gateway.ts'
import type { Gateway } from '../../src/tls/create-gateway.ts'
import { openRegistries } from '../registries/open-registries.ts'
import { readGatewayConfiguration } from './read-gateway-configuration.ts'

/** Puts the gateway together from its configuration, with the registries that it asks, which need not answer yet. @throws Problem */
export async function startGateway(file: string): Promise<Gateway & { readonly registries: readonly string[] }> {
  const { registries: named, log_level, settings } = readGatewayConfiguration(file)
  const registries = await openRegistries(named, { mayBeAway: true })
  const log = pino({ level: log_level }, pino.destination(2))
  return { ...(await createGateway({ ...settings, registries, log })), registries: registries.map(({ source }) => source.registry) }
}

import pino from 'pino'
import packageFile from '../../../package.json' with { type: 'json' }
import { noiseAndOperatingSystem, operatingSystem } from '../../../src/keygen/entropy/entropy-source.ts'
import { makeKeyFrom } from '../../../src/keygen/service/make-key.ts'
import { startKeygenService, type KeygenService } from '../../../src/keygen/service/start-service.ts'
import { forbidCoreDumps } from '../forbid-core-dumps.ts'
import { openRegistration } from './open-registration.ts'
import { readKeygenServiceConfiguration } from './read-configuration.ts'

/**
 * Puts the service together from its configuration, with the chain as the registry. Its memory holds clear keys for moments: none of it is ever
 * dumped.
 * @throws Problem
 */
export async function startConfiguredService(file: string): Promise<KeygenService & { readonly registry: string | null }> {
  const { settings, noise, log_level, ...rest } = readKeygenServiceConfiguration(file)
  forbidCoreDumps()
  const log = pino({ level: log_level }, pino.destination(2))
  const source = noise === undefined ? operatingSystem : noiseAndOperatingSystem(noise)
  const { registration, registry, close } = await openRegistration(rest, settings.data)
  const closeAll = () => {
    close()
    source.close()
  }
  try {
    const entropy = noise === undefined ? 'operating_system' : 'unknown'
    const version = packageFile.version
    const service = await startKeygenService({ settings, makeKey: makeKeyFrom(source), entropy, registration, log, version })
    const stop = async () => {
      await service.stop()
      closeAll()
    }
    return { ...service, registry, stop }
  } catch (error) {
    closeAll()
    throw error
  }
}

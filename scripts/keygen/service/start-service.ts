import pino from 'pino'
import packageFile from '../../../package.json' with { type: 'json' }
import { noiseAndOperatingSystem, operatingSystem } from '../../../src/keygen/entropy/entropy-source.ts'
import { makeKeyFrom } from '../../../src/keygen/service/make-key.ts'
import { startKeygenService, type KeygenService } from '../../../src/keygen/service/start-service.ts'
import { forbidCoreDumps } from '../forbid-core-dumps.ts'
import { openChainRegistrar } from './chain-registrar.ts'
import { readKeygenServiceConfiguration } from './read-configuration.ts'

/** Puts the service together from its configuration, with the chain as the registry. Its memory holds clear keys for moments: none of it is ever dumped. @throws Problem */
export async function startConfiguredService(file: string): Promise<KeygenService & { readonly registry: string | null }> {
  const { settings, chain, noise, log_level } = readKeygenServiceConfiguration(file)
  forbidCoreDumps()
  const log = pino({ level: log_level }, pino.destination(2))
  const source = noise === undefined ? operatingSystem : noiseAndOperatingSystem(noise)
  const registrar = chain === undefined ? undefined : await openChainRegistrar(chain, settings.data)
  const close = () => {
    registrar?.close()
    source.close()
  }
  try {
    const service = await startKeygenService({ settings, makeKey: makeKeyFrom(source), registrar, log, version: packageFile.version })
    const stop = async () => {
      await service.stop()
      close()
    }
    return { ...service, registry: registrar?.name ?? null, stop }
  } catch (error) {
    close()
    throw error
  }
}

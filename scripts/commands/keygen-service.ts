import { Command } from '@commander-js/extra-typings'
import { startConfiguredService } from '../keygen/service/start-service.ts'
import { createOutput } from '../output.ts'
import { untilStopped } from '../until-stopped.ts'

/** `derkey keygen service --config FILE`: runs until SIGINT or SIGTERM. */
export const keygenService = new Command('service')
  .description('makes keys for devices over mutual TLS, at manufacturing or installation, and registers them (5.5.6, 5.5.7)')
  .requiredOption('-c, --config <file>', 'configuration, a JSON file that keygen.schema.json describes')
  .action(async ({ config }, command) => {
    const { json } = command.optsWithGlobals() as { json?: boolean }
    const stopped = untilStopped()
    const { url, pin, registry, stop } = await startConfiguredService(config)
    const lines = [`key generation service at ${url}`, `pin of its certificate: ${pin}`, `the installer's page: ${url}/install`]
    createOutput(json === true).answer({ url, pin, registry }, lines)
    await stopped
    await stop()
  })

import { Command } from '@commander-js/extra-typings'
import { createOutput } from '../output.ts'
import { untilStopped } from '../until-stopped.ts'
import { startGateway } from '../gateway/start-gateway.ts'

/** `derkey gateway --config FILE`: runs until SIGINT or SIGTERM. */
export const gateway = new Command('gateway')
  .description('the DER Server of a utility: mutual TLS and IEEE 2030.5 for devices whose keys the registry and the policy allow')
  .requiredOption('-c, --config <file>', 'configuration, a JSON file that gateway.schema.json describes')
  .action(async ({ config }, command) => {
    const { json } = command.optsWithGlobals() as { json?: boolean }
    const stopped = untilStopped()
    const running = await startGateway(config)
    const { url, admin_url, registries } = running
    const [registry] = registries
    createOutput(json === true).answer({ url, admin_url, registry, registries }, `gateway at ${url}, its operator's side at ${admin_url}`)
    await stopped
    await running.close()
  })

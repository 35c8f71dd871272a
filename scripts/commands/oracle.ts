import { Command } from '@commander-js/extra-typings'
import pino from 'pino'
import packageFile from '../../package.json' with { type: 'json' }
import { startOracle } from '../../src/oracle/start-oracle.ts'
import { readPolicies } from '../policies.ts'
import { untilStopped } from '../until-stopped.ts'
import { openOracleCommand } from './open-oracle-command.ts'
import { oracleToken } from './oracle-token.ts'

/** `derkey oracle --config FILE`: runs until SIGINT or SIGTERM. */
export const oracle = new Command('oracle')
  .description('the REST service: reads and writes of the registry, decisions, changes')
  .option('-c, --config <file>', 'configuration, a JSON file that oracle.schema.json describes')
  .action(async (_options, command) => {
    const { output, configuration } = openOracleCommand(command)
    const policies = readPolicies(configuration.policies)
    const log = pino({ level: configuration.log_level, redact: ['*.authorization', '*.token'] }, pino.destination(2))
    const stopped = untilStopped()
    const service = await startOracle({ configuration, policies, log, version: packageFile.version })
    output.answer({ url: service.url, registry: service.registry }, `oracle of ${service.registry} at ${service.url}`)
    await stopped
    log.info('stopping')
    await service.stop()
  })
  .addCommand(oracleToken)

import { Problem } from '../../src/domain/problem.ts'
import type { OracleConfiguration } from '../../src/oracle/configuration.ts'
import { readConfiguration } from '../../src/oracle/read-configuration.ts'
import { createOutput, type Output } from '../output.ts'

/** What every command of the oracle begins with. `--config` may stand before or behind a subcommand. @throws Problem */
export function openOracleCommand(command: { optsWithGlobals(): object }): { output: Output; configuration: OracleConfiguration } {
  const { json, config } = command.optsWithGlobals() as { json?: boolean; config?: string }
  if (config === undefined) throw new Problem('invalid_input', { field: 'config', detail: 'no file is named; give --config FILE' })
  return { output: createOutput(json === true), configuration: readConfiguration(config) }
}

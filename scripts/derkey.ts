import 'reflect-metadata'
import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import packageFile from '../package.json' with { type: 'json' }
import { loadCommands } from './commands/index.ts'
import { Problem } from '../src/domain/problem.ts'
import { writeFault } from '../src/domain/write-fault.ts'
import { reportFailure } from './failure.ts'

const json = process.argv.includes('--json')

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // whoever reads has seen enough: `derkey key list | head`
  if (error.code === 'EPIPE') process.exit(0)
  reportFailure(writeFault('standard output', error), json)
  // of what was done nothing is undone, and the call may be right
  process.exit(1)
})

const program = new Command('derkey')
  .description(packageFile.description)
  .version(packageFile.version)
  .option('--json', 'one JSON document on standard output')
  .enablePositionalOptions(false)

for (const command of await loadCommands(process.argv.slice(2))) program.addCommand(command)

/** A wrong call is reported like any other failure; commander tells all its commands one by one. */
const prepare = (command: CommandUnknownOpts) => {
  command.exitOverride().configureHelp({ showGlobalOptions: true })
  command.configureOutput({ outputError: () => undefined, ...(json && { writeErr: () => undefined }) })
  for (const child of command.commands) prepare(child)
}
prepare(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) process.exitCode = reportFailure(error, json)
  // --help and --version end here too
  else if (error.exitCode !== 0) process.exitCode = reportCall(error)
}

function reportCall({ code, message }: CommanderError): number {
  const without = code === 'commander.help'
  // the help that names the subcommands is printed already
  if (without && !json) return 2
  const detail = without ? 'a subcommand is missing' : message.replace(/^error: /, '').replaceAll('\n', ' ')
  return reportFailure(new Problem('call_wrong', { detail }), json)
}

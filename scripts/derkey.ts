import 'reflect-metadata'
import { Command, CommanderError } from '@commander-js/extra-typings'
import packageFile from '../package.json' with { type: 'json' }
import { loadCommands } from './commands/index.ts'
import { reportFailure } from './failure.ts'

// whoever reads has seen enough: `derkey key list | head`
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const program = new Command('derkey')
  .description(packageFile.description)
  .version(packageFile.version)
  .option('--json', 'one JSON document on standard output')
  .showHelpAfterError('(derkey COMMAND --help says how to call it)')
  .enablePositionalOptions(false)

for (const command of await loadCommands(process.argv.slice(2))) program.addCommand(command)

const usageToTwo = (command: { exitOverride: () => unknown; commands: readonly unknown[] }) => {
  command.exitOverride()
  for (const child of command.commands) usageToTwo(child as typeof command)
}
usageToTwo(program)

try {
  await program.parseAsync()
} catch (error) {
  // commander has printed its own message; --help and --version end here too, with code 0
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportFailure(error, program.opts().json === true)
}

import 'reflect-metadata'
import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { coloursFor } from '../colours.ts'
import { reportFailure } from '../failure.ts'
import { untilStopped } from '../until-stopped.ts'
import { playScenario, type Played } from './play-scenario.ts'
import { readScenarios } from './scenarios.ts'

/** Each has a chain, a gateway and an oracle; two keep two cores busy. */
const atOnce = 2

const scenarios = readScenarios()
const colours = coloursFor(process.stdout)

function scenarioNamed(name: string, before: readonly string[] = []): string[] {
  if (scenarios.some((each) => each.name === name)) return [...before, name]
  throw new InvalidArgumentError(`There are ${scenarios.map((each) => each.name).join(', ')}.`)
}

function seedFrom(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a number.')
}

const program = new Command('scenarios')
  .description('the supply chains of examples/supply-chains, each on a chain of its own, from the assessed process to the roof')
  .argument('[name...]', 'these alone', scenarioNamed)
  .option('--kill', 'kill each with SIGKILL in the middle, run it again, and want the same end')
  .option('--seed <number>', 'where --kill strikes (default: another each time, and printed)', seedFrom)
  .option('--update', 'take what they print for what they have to print, and write output.txt')
  .action(async (names, { kill, seed = randomInt(1_000_000_000), update }) => {
    const wanted = scenarios.filter(({ name }) => names === undefined || names.length === 0 || names.includes(name))
    if (kill === true) process.stdout.write(`killed where the seed ${seed} says: npm run scenarios -- --kill --seed ${seed}\n`)
    const directory = mkdtempSync(join(tmpdir(), 'derkey-scenarios-'))
    const began = Date.now()
    const stop = new AbortController()
    void untilStopped().then(() => stop.abort())
    try {
      const play = { seed: kill === true ? seed : undefined, update: update === true, signal: stop.signal }
      const waiting = [...wanted]
      const faults: string[] = []
      const line = async () => {
        for (let next = waiting.shift(); next !== undefined && !stop.signal.aborted; next = waiting.shift()) {
          // a world that cannot be put up must not keep the other from being taken down
          const played = await playScenario(next, directory, play).catch((error: Error): Played => ({
            name: next?.name ?? '',
            output: '',
            fault: error.message,
          }))
          show(`${next.name} ${next.title}`, played)
          if (played.fault !== null) faults.push(next.name)
        }
      }
      // stopped or not, each closes what it put up
      await Promise.all(Array.from({ length: atOnce }, line))
      if (stop.signal.aborted || faults.length > 0) process.exitCode = 1
      const seconds = Math.round((Date.now() - began) / 1000)
      process.stdout.write(`\n  ${wanted.length - faults.length} passing (${seconds}s)\n  ${faults.length} failing\n`)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })

function show(title: string, { output, fault }: Played): void {
  const verdict = fault === null ? colours.green('as it should be') : `${colours.red('not as it should be')}: ${fault}`
  process.stdout.write(`\n${colours.bold(title)}\n\n${output}\n${title}: ${verdict}\n`)
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = reportFailure(error, false)
}
// whatever a stopped run still waits for
process.exit()

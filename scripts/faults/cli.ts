import 'reflect-metadata'
import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import Mocha from 'mocha'
import { randomInt } from 'node:crypto'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from './settings.ts'

const folder = join(import.meta.dirname, '..', '..', 'test', 'faults')

function numberFrom(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a number.')
}

const namesIn = ({ tests, suites }: Mocha.Suite): string[] => [...tests.map((test) => test.fullTitle()), ...suites.flatMap(namesIn)]

const program = new Command('test:faults')
  .description('what nodes, disks, clocks and kill -9 do to registration, follower, index and REST writes')
  .option('--seed <number>', 'what is drawn (default: another each time, and printed)', numberFrom)
  .option('--kills <number>', 'how many processes are killed in all', numberFrom, settings.kills)
  .option('--only <name>', 'the cases whose name contains this; a name that none has lists all')
  .action(async ({ seed = randomInt(1_000_000_000), kills, only }) => {
    Object.assign(settings, { seed, kills })
    const chosen = only === undefined ? '' : ` --only '${only}'`
    process.stdout.write(`the same again: npm run test:faults -- --seed ${seed} --kills ${kills}${chosen}\n`)
    // a hundred processes take their time on a busy machine
    const mocha = new Mocha({ timeout: 1_200_000, forbidOnly: true, forbidPending: true })
    if (only !== undefined) mocha.fgrep(only)
    for (const file of globSync(join(folder, '*.test.ts')).sort()) mocha.addFile(file)
    await mocha.loadFilesAsync()
    const names = namesIn(mocha.suite)
    if (only !== undefined && !names.some((name) => name.includes(only))) {
      process.stderr.write(`no case has that in its name; there are\n${names.map((name) => `  ${name}\n`).join('')}`)
      process.exit(2)
    }
    const failures = await new Promise<number>((resolve) => mocha.run(resolve))
    process.exit(failures === 0 ? 0 : 1)
  })

await program.parseAsync()

import 'reflect-metadata'
import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportFailure } from '../failure.ts'
import { table } from '../output.ts'
import { untilStopped } from '../until-stopped.ts'
import { besuVersion } from './besu-node.ts'
import { drills } from './drills/index.ts'
import { findBesu } from './find-besu.ts'
import { registration } from './drills/registration.ts'
import { keysThroughout } from './keys-throughout.ts'
import { fewestByContract } from './list-validators.ts'
import { machine } from './machine.ts'
import { openGround } from './ground.ts'
import { makeNetwork, standbyNodes } from './network.ts'
import { drillsPage } from './page.ts'
import type { Report } from './report.ts'
import { runDrills } from './run-drills.ts'

const noBesu = 3
const names = [...drills.map(({ name }) => name), keysThroughout.name]
const docs = join(import.meta.dirname, '..', '..', 'docs')

const numberFrom = (least: number, most: number) => (text: string) => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`)
}

function drillNamed(name: string, before: readonly string[] = []): string[] {
  if (names.includes(name)) return [...before, name]
  throw new InvalidArgumentError(`There are ${names.join(', ')}.`)
}

const program = new Command('test:network')
  .description('drills on a network of real Besu nodes on this machine; Besu on PATH or in BESU')
  .option('--drill <name>', 'this one alone; may be given again', drillNamed)
  .option('--nodes <number>', 'validators; fewer than seven for the drill registration alone', numberFrom(4, 30 - standbyNodes), 7)
  .option('--block-period <seconds>', 'seconds between blocks', numberFrom(1, 60), 2)
  .option('--base-port <port>', 'first port on 127.0.0.1; three hundred from there on are used', numberFrom(1024, 32_400), 24_000)
  .option('--heap <size>', "of a node's Java, as -Xmx takes it", '512m')
  .option('--dir <dir>', 'a new folder for the network (default: a temporary one)')
  .option('--keep', 'leave the folder, with logs and keys', false)
  .option('--json', 'the report as one JSON document', false)
  .option('--write-docs', 'write docs/network-drills.json and the page from it', false)
  .action(async (options) => {
    const besu = findBesu()
    if (besu === undefined) {
      process.stderr.write('no besu on PATH, and BESU names none: nothing was drilled\n')
      process.exitCode = noBesu
      return
    }
    const began = Date.now()
    const say = (line: string) => void process.stderr.write(`${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s  ${line}\n`)
    const wanted = options.drill ?? names
    if (options.nodes < fewestByContract && wanted.some((name) => name !== registration.name)) {
      program.error(`with fewer than ${fewestByContract} validators there is the drill ${registration.name} alone`, { exitCode: 2 })
    }
    const report: Omit<Report, 'drills'> = {
      date: new Date().toISOString().slice(0, 10),
      command: ['npm run test:network', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '),
      besu: await besuVersion(besu),
      machine: machine(),
      network: { nodes: options.nodes, block_period_seconds: options.blockPeriod, heap: options.heap },
    }
    const directory = options.dir ?? mkdtempSync(join(tmpdir(), 'derkey-drills-'))
    const closing: (() => Promise<void>)[] = []
    const stopped = untilStopped()
    const drill = async () => {
      const { nodes, blockPeriod: blockPeriodSeconds, basePort, heap } = options
      const network = await makeNetwork(directory, { besu, heap, nodes, blockPeriodSeconds, basePort })
      closing.push(network.stop)
      const ground = await openGround(network, say)
      closing.push(ground.close)
      return runDrills(
        ground,
        drills.filter(({ name }) => wanted.includes(name)),
        wanted.includes(keysThroughout.name),
      )
    }
    try {
      const results = await Promise.race([drill(), stopped])
      if (results === undefined) {
        process.exitCode = 1
        return
      }
      finish({ ...report, drills: results }, options)
      if (results.length < wanted.length || results.some(({ state }) => state === 'failed')) process.exitCode = 1
    } finally {
      for (const close of closing.toReversed()) await close()
      if (options.keep) process.stderr.write(`everything of the network is in ${directory}\n`)
      else rmSync(directory, { recursive: true, force: true })
    }
  })

function finish(report: Report, { json, writeDocs }: { json: boolean; writeDocs: boolean }): void {
  const text = `${JSON.stringify(report, null, 2)}\n`
  if (writeDocs) {
    writeFileSync(join(docs, 'network-drills.json'), text)
    writeFileSync(join(docs, 'network-drills.md'), drillsPage([...drills, keysThroughout], report))
  }
  const rows = report.drills.flatMap(({ name, state, figures, problem }) => [
    { drill: name, measured: problem === null ? state : `${state}: ${problem}` },
    ...Object.entries(figures).map(([figure, value]) => ({ drill: '', measured: `${figure}: ${value}` })),
  ])
  process.stdout.write(json ? text : `${table(rows, ['drill', 'measured'])}\n`)
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = reportFailure(error, false)
}
// whatever a stopped run still waits for
process.exit()

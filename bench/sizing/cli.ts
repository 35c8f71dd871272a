import 'reflect-metadata'
import { Command } from '@commander-js/extra-typings'
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { format } from 'prettier'
import { machine } from '../report.ts'
import { measureIndex } from './measure-index.ts'
import { measureLatency } from './measure-latency.ts'
import { measureRegistry } from './measure-registry.ts'
import { measureTrie } from './measure-trie.ts'
import { sizingPage } from './page.ts'
import { measurementsFile, pageFile, readDrills, readMeasurements, type Measurements } from './sizing-file.ts'

const program = new Command('sizing')
  .description('computes docs/sizing.md from what was measured: docs/sizing.json and docs/network-drills.json')
  .option('--measure', 'measure first, and write docs/sizing.json: some minutes', false)

const { measure } = program.parse().opts()
const tell = (what: string) => void process.stderr.write(`${what} …\n`)

if (measure) {
  const where = { ...machine(), load_before: Math.round((loadavg()[0] ?? 0) * 10) / 10 }
  tell('memory of EDR')
  const registry = await measureRegistry(100_000)
  tell('latency')
  const latency = await measureLatency()
  tell('index')
  const index = measureIndex(1_000_000)
  tell('tries')
  const trie = [await measureTrie(10_000), await measureTrie(100_000)]
  const measured: Measurements = { date: new Date().toISOString().slice(0, 10), machine: where, trie, registry, index, latency }
  writeFileSync(measurementsFile, await format(JSON.stringify(measured), { parser: 'json', printWidth: 140 }))
}
writeFileSync(pageFile, sizingPage(readMeasurements(), readDrills()))
process.stdout.write(`${pageFile}\n`)

import 'reflect-metadata'
import { Command } from '@commander-js/extra-typings'
import { benches } from './benches.ts'
import { machine, toText, type Row } from './report.ts'

const names = Object.keys(benches)
const program = new Command('bench')
  .description('measures speed, each figure beside a baseline in the same run')
  .argument('[bench...]', `which: ${names.join(', ')} (default: all)`)
  .option('--keys <number>', 'how many registration takes (default: 200,000); the others have numbers of their own', (text) =>
    Math.max(1, Math.trunc(Number(text)) || 1),
  )
  .option('--json', 'JSON lines: first the machine, then a line a figure')

const [wanted, { json, keys }] = [program.parse().processedArgs[0], program.opts()]
const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) program.error(`no such bench: ${unknown.join(', ')}; there are ${names.join(', ')}`, { exitCode: 2 })

const line = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`)
if (json) line(machine())
else
  process.stdout.write(
    `${Object.entries(machine())
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}\n\n`,
  )

const rows: Row[] = []
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  await bench(
    (row) => {
      rows.push(row)
      if (json) line(row)
      else process.stderr.write(`  ${row.what}\n`)
    },
    { keys },
  )
}
if (!json) process.stdout.write(`${toText(rows)}\n`)

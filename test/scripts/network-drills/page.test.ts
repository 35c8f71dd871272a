import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { drills } from '../../../scripts/network-drills/drills/index.ts'
import { keysThroughout } from '../../../scripts/network-drills/keys-throughout.ts'
import { drillsPage } from '../../../scripts/network-drills/page.ts'
import type { Report } from '../../../scripts/network-drills/report.ts'

const docs = join(import.meta.dirname, '..', '..', '..', 'docs')
const report: Report = {
  date: '2026-11-21',
  command: 'npm run test:network -- --drill two-killed',
  besu: 'besu/v26.9',
  machine: { cpu: 'a processor', cores: 2 },
  network: { nodes: 7, block_period_seconds: 2, heap: '512m' },
  drills: [
    { name: 'two-killed', state: 'passed', seconds: 60, figures: { killed: '2 of 7', blocks: 1234, catchUp: 9.5 }, problem: null },
    { name: 'three-killed', state: 'failed', seconds: 60, figures: { runbook: 7 }, problem: 'no block | at all' },
  ],
}
const page = drillsPage([...drills, keysThroughout], report)
const rowOf = (text: string) => page.split('\n').find((line) => line.includes(text))

describe('the page of the network drills', () => {
  it('has a row a drill and a row a figure', () => {
    expect(rowOf('**two-killed**')).to.match(/\| passed, 60 s \|$/)
    expect(rowOf('blocks in 25 s meanwhile')).to.match(/\| 1,234 \|$/)
  })

  it('leaves the figures of a drill blank that was not run', () => {
    expect(rowOf('**finality**')).to.match(/\| not run \|$/)
    expect(rowOf('the slowest of them')).to.match(/\|\s*\|$/)
  })

  it('leaves those of a failed one blank, and says why it failed', () => {
    expect(rowOf('**three-killed**')).to.include('**failed**: no block \\| at all')
    expect(rowOf("the runbook's way")).to.match(/\|\s*\|$/)
  })

  it('says by what and on what the figures came about', () => {
    expect(page).to.include('`npm run test:network -- --drill two-killed`').and.to.include('besu/v26.9').and.to.include('a processor')
  })

  it('stands in docs/ as the last run left it', () => {
    const last = JSON.parse(readFileSync(join(docs, 'network-drills.json'), 'utf8')) as Report
    expect(readFileSync(join(docs, 'network-drills.md'), 'utf8')).to.equal(drillsPage([...drills, keysThroughout], last))
  })

  it('gives every drill a name of its own', () => {
    const names = [...drills, keysThroughout].map(({ name }) => name)
    expect(new Set(names).size).to.equal(names.length)
  })
})

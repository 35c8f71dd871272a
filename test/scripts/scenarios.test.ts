import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { supplyChainsPage } from '../../scripts/build/supply-chains-page.ts'
import { playScenario } from '../../scripts/scenarios/play-scenario.ts'
import { plainOutput } from '../../scripts/scenarios/plain-output.ts'
import { readScenarios, type Scenario } from '../../scripts/scenarios/scenarios.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const scenarios = readScenarios()

describe('supply chains (5.5.1 to 5.5.7)', function () {
  this.timeout(240_000)
  const folder = temporaryFolder()
  after(() => folder.remove())

  it('are seven, and docs/supply-chains.md shows what their scripts say and printed', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/supply-chains.md'), 'utf8')

    expect(scenarios.map(({ name }) => name)).to.deep.equal([1, 2, 3, 4, 5, 6, 7].map((each) => `5.5.${each}`))
    expect(page, 'run `npm run generate`').to.equal(supplyChainsPage(scenarios))
  })

  for (const { name, steps, outputFile } of scenarios) {
    it(`${name} printed the titles of its steps, ends with the key's history, and was let in`, () => {
      const output = readFileSync(outputFile, 'utf8')
      const titles = [...output.matchAll(/^\d+ {2}(.+)$/gm)].map(([, title]) => title)

      expect(titles, '`npm run scenarios -- --update`').to.deep.equal(
        steps.map(({ from, to, text }) => (from === to ? `${from}: ${text}` : `${from} -> ${to}: ${text}`)),
      )
      expect(output).to.match(
        /reads all that ever happened to the key\n+event .*\nKeysCreated .*[^]*\nKeysInstalled .*[^]*\nowner_id +by\n/,
      )
      expect(output).to.contain('GET /dcap: 200\nGET /edev: 200\n')
    })
  }

  it('5.5.1 goes from the assessed process to the roof', async () => {
    const { fault, output } = await playScenario(scenarios[0] as Scenario, folder.file('whole'))

    expect(fault, output).to.equal(null)
  })

  it('5.5.1, killed with SIGKILL in the middle and run again, comes to the same end, with nothing twice', async () => {
    const { fault, output } = await playScenario(scenarios[0] as Scenario, folder.file('killed'), { seed: 3 })

    expect(fault, output).to.equal(null)
    expect(output).to.contain('--- killed with SIGKILL')
  })

  it('shows names in place of accounts, and leaves out what differs from run to run', () => {
    const account = `0x${'ab'.repeat(20)}`
    const printed = [
      `lot 1 to ${account}: offer 1, until 2026-12-21T16:04:03Z (block 39, transaction 0x${'12'.repeat(32)})`,
      'block  event        owner_id',
      `34     KeysCreated  ${account}`,
    ].join('\n')

    expect(plainOutput(printed, '/nowhere', new Map([[account, 'oem']]))).to.equal(
      'lot 1 to oem: offer 1, until …\nevent        owner_id\nKeysCreated  oem',
    )
  })
})

import { expect } from 'chai'
import { DatabaseSync } from 'node:sqlite'
import { writeFileSync } from 'node:fs'
import { randomKeyIds } from '../../scripts/network-drills/random-key-ids.ts'
import { buildGenesis } from '../../src/network/build-genesis.ts'
import { runDerkey } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

describe('derkey index verify', () => {
  let world: World
  const folder = temporaryFolder()
  const file = folder.file('index.sqlite')
  const { run, document, refusal } = commandLineOf(() => world)
  const verify = (...args: string[]) => run('index', 'verify', '--index', file, ...args)
  before(async () => {
    world = await deployWorld()
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, randomKeyIds(20))
    await run('index', 'follow', '--index', file, '--once')
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  it('compares all of an index with the chain, and says that the block is taken on trust', async () => {
    const found = document<{ header: string; compared: { key: number }; words: number; faults: object[] }>(await verify('--all'))
    expect(found).to.deep.include({ header: 'on_trust', faults: [] })
    expect([found.compared.key, found.words > 60]).to.deep.equal([20, true])
  })

  it('prints the seed of a sample, by which the same one is drawn again', async () => {
    const { code, stdout, stderr } = await verify('--sample', '5')
    expect(code).to.equal(0)
    const { seed, words } = JSON.parse(stdout) as { seed: string; words: number }
    expect(stderr).to.contain(`--seed ${seed}`)
    expect(document(await verify('--sample', '5', '--seed', seed))).to.deep.include({ seed, words })
  })

  it('takes no block for one of a genesis’ chain that its validators did not seal', async () => {
    const genesis = folder.file('genesis.json')
    writeFileSync(genesis, JSON.stringify((await buildGenesis(world.consortium)).genesis))
    const { code, detail } = refusal(await verify('--genesis', genesis))
    expect([code, detail.includes('none of QBFT')]).to.deep.equal(['proof_invalid', true])
  })

  it('exits 1 where the index says something else, and shows what', async () => {
    const database = new DatabaseSync(file)
    database.exec(`UPDATE versions SET value = replace(value, '"name":"Utility"', '"name":"Futility"')`)
    database.close()
    const env = { DERKEY_RPC: world.chain.url, DERKEY_DEPLOYMENT: world.deploymentFile, NO_COLOR: '1' }
    const { code, stdout } = await runDerkey(['index', 'verify', '--index', file, '--sample', '1000'], env)
    expect(code).to.equal(1)
    expect(stdout).to.match(/entity +0x[0-9a-f]{40} +name +Futility +Utility/)
    expect(stdout).to.contain('taken on trust from the node')
  })
})

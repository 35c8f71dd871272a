import { expect } from 'chai'
import { writeFileSync } from 'node:fs'
import { slotInMapping } from '../../src/chain/proofs/slots.ts'
import { buildGenesis, type BuiltGenesis } from '../../src/network/build-genesis.ts'
import type { GenesisFile } from '../../src/network/genesis-file.ts'
import { networkNodes } from '../../src/network/network-nodes.ts'
import { readPinnedGenesis } from '../../src/network/pinned-genesis.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { example } from './network-folder.ts'

describe('a pinned genesis', () => {
  const folder = temporaryFolder()
  const file = folder.file('genesis.json')
  let built: BuiltGenesis
  before(async () => {
    built = await buildGenesis(example)
  })
  after(() => folder.remove())

  const pinned = (genesis: GenesisFile | string) => {
    writeFileSync(file, typeof genesis === 'string' ? genesis : JSON.stringify(genesis))
    return readPinnedGenesis(file)
  }
  const withTransitions = (...qbft: object[]): GenesisFile => ({
    ...built.genesis,
    config: { ...built.genesis.config, transitions: { qbft } },
  })
  const accounts = networkNodes(example)
    .slice(0, example.validators.length)
    .map(({ account }) => account)

  it('says by which hash block 0 goes, which contract names the validators, and whom', async () => {
    const set = built.deployment.contracts.ValidatorSet.address
    const found = await pinned(built.genesis)
    expect(found).to.deep.include({ chain_id: example.chain_id, hash: built.hash, recovery_sets: null })
    expect(found.namers).to.deep.equal([{ from: 1, contract: set }])
    expect(found.lists).to.deep.equal({ [set]: accounts })
  })

  it('says where transitions name one validator alone, and then a list that is not there yet', async () => {
    const set = built.deployment.contracts.ValidatorSet.address
    const list = `0x${'77'.repeat(20)}`
    const mode = { validatorselectionmode: 'contract' }
    const alone = aloneAt(built.genesis, built.deployment.settings['recovery_sets'] as string, 2)
    const found = await pinned(
      withTransitions(
        { block: 100, ...mode, validatorcontractaddress: alone },
        { block: 200, ...mode, validatorcontractaddress: list },
        { block: 300, ...mode, validatorcontractaddress: set },
      ),
    )
    expect(found.namers).to.deep.equal([
      { from: 1, contract: set },
      { from: 100, contract: alone, lone: { of: set, place: 2 } },
      { from: 200, contract: list },
      { from: 300, contract: set },
    ])
    expect(found).to.deep.include({ hash: built.hash, recovery_sets: built.deployment.settings['recovery_sets'] })
    expect(Object.keys(found.lists)).to.deep.equal([set])
  })

  it('is no file that is none, or says nothing of QBFT', async () => {
    expect((await problemOf(readPinnedGenesis(folder.file('missing')))).code).to.equal('file_unreadable')
    for (const genesis of ['', '{}', withTransitions({ block: 'soon' })]) {
      expect((await problemOf(pinned(genesis))).code).to.equal('genesis_invalid')
    }
  })
})

/** What RecoverySets keeps at slot 0 for a place. */
function aloneAt({ alloc }: GenesisFile, recoverySets: string, place: number): string {
  const slot = slotInMapping(0n, BigInt(place)).toString(16).padStart(64, '0')
  return `0x${alloc[recoverySets as `0x${string}`]!.storage[`0x${slot}`]!.slice(-40)}`
}

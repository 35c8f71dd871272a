import { expect } from 'chai'
import { Problem } from '../../src/domain/problem.ts'
import { recoverWithContract, recoverWithList } from '../../src/network/recover/recover-network.ts'
import { networkFolder, type FolderCopy, type GenesisJson, type NetworkFolder } from './network-folder.ts'
import { runDerkey } from '../support/run-derkey.ts'

describe('derkey network recover', () => {
  let folder: NetworkFolder
  let copy: FolderCopy
  before(async () => {
    folder = await networkFolder()
  })
  beforeEach(() => {
    copy = folder.copy()
  })
  after(() => folder.remove())

  const kept = () => folder.network.nodes.slice(0, 4).map(({ account }) => account)
  const transitionsOf = (file: string) => (copy.json<GenesisJson>(file).config['transitions'] as { qbft: unknown[] }).qbft

  it('names the remaining validators from a block on, in every copy of the genesis, and changes nothing else', async () => {
    const before = copy.json<GenesisJson>('genesis.json')

    const { digest } = recoverWithList(copy.path, 17, kept())

    const wanted = [{ block: 17, validatorselectionmode: 'blockheader', validators: kept().sort() }]
    for (const { name } of folder.network.nodes) expect(transitionsOf(`nodes/${name}/genesis.json`)).to.deep.equal(wanted)
    const after = copy.json<GenesisJson>('genesis.json')
    delete after.config['transitions']
    expect(after).to.deep.equal(before)
    expect(copy.text('recovery.md'))
      .to.include(digest)
      .and.include('go on from block 17 with 4 validators')
      .and.include('3 of them have to be at work, 1 may be down')
    expect(await copy.faults()).to.deep.equal([])
  })

  it('gives the choice back to the contract later', async () => {
    recoverWithList(copy.path, 17, kept())
    recoverWithContract(copy.path, 40)

    const { address } = folder.network.deployment.contracts.ValidatorSet
    expect(transitionsOf('genesis.json')[1]).to.deep.equal({
      block: 40,
      validatorselectionmode: 'contract',
      validatorcontractaddress: address,
    })
    expect(await copy.faults()).to.deep.equal([])
  })

  it('does the same when it is run again, and refuses a block that is not above the last', () => {
    recoverWithList(copy.path, 17, kept())
    const first = copy.text('genesis.json')

    recoverWithList(copy.path, 17, kept())

    expect(copy.text('genesis.json')).to.equal(first)
    expect(() => recoverWithContract(copy.path, 17)).to.throw(Problem, '17 is not above 17')
    expect(copy.text('genesis.json')).to.equal(first)
  })

  it('refuses a validator that is named twice: it would count twice for the quorum', () => {
    const [first = ''] = kept()

    expect(() => recoverWithList(copy.path, 17, [first, first])).to.throw(Problem, `${first} is named twice`)
    expect(copy.json<GenesisJson>('genesis.json').config).to.not.have.property('transitions')
  })

  it('is a command that wants either who goes on or the contract', async () => {
    const neither = await runDerkey(['network', 'recover', copy.path, '--block', '17'])
    const both = await runDerkey(['network', 'recover', copy.path, '--block', '17', '--contract', '--keep', kept()[0] ?? ''])
    const good = await runDerkey([
      'network',
      'recover',
      copy.path,
      '--block',
      '17',
      ...kept().flatMap((account) => ['--keep', account]),
      '--json',
    ])

    expect([neither.code, both.code, good.code], good.stderr).to.deep.equal([2, 2, 0])
    expect(JSON.parse(good.stdout)).to.have.property('genesis_sha256')
  })
})

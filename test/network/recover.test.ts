import { expect } from 'chai'
import type { Hex } from 'viem'
import { registryOf, type ChainRegistry } from '../../src/chain/registry.ts'
import { blockOf } from '../../src/network/build-genesis.ts'
import { genesisClient } from '../../src/network/genesis-client.ts'
import { openGenesisEvm } from '../../src/network/genesis-evm.ts'
import { createList } from '../../src/chain/recovery-sets.ts'
import { recoverNetwork } from '../../src/network/recover/recover-network.ts'
import type { Transition } from '../../src/network/transitions.ts'
import { problemOf } from '../support/problem-of.ts'
import { runDerkey } from '../support/run-derkey.ts'
import { serveChain } from './genesis-node.ts'
import { networkFolder, type FolderCopy, type GenesisJson, type NetworkFolder } from './network-folder.ts'

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

  const accounts = () => folder.network.nodes.map(({ account }) => account)
  const kept = () => accounts().slice(1, 5)
  const sender: Hex = `0x${'55'.repeat(20)}`

  /** The chain at block 0, once `lists` were created. */
  async function chain(...lists: (readonly string[])[]): Promise<ChainRegistry> {
    const { deployment, genesis } = folder.network
    const block = blockOf(folder.consortium)
    const evm = await openGenesisEvm(block, genesis.alloc)
    for (const list of lists) {
      const { to, data } = createList(deployment, list)
      await evm.call(sender, to, data, 'create')
    }
    return registryOf(genesisClient(evm, block), deployment)
  }
  const transitionsOf = (file: string) => (copy.json<GenesisJson>(file).config['transitions'] as { qbft: Transition[] }).qbft

  it('lets one validator go on, in every copy of the genesis, and changes nothing else', async () => {
    const before = copy.json<GenesisJson>('genesis.json')
    const [, second = ''] = accounts()

    const { validators, digest } = await recoverNetwork(copy.path, await chain(), 17, { kind: 'alone', account: second })

    expect(validators).to.deep.equal([{ account: second, node: 'validator-2, Example Utility Two' }])
    const [{ block, validatorselectionmode } = { block: 0, validatorselectionmode: '' }] = transitionsOf('genesis.json')
    expect([block, validatorselectionmode]).to.deep.equal([17, 'contract'])
    for (const { name } of folder.network.nodes) expect(copy.text(`nodes/${name}/genesis.json`)).to.equal(copy.text('genesis.json'))
    const after = copy.json<GenesisJson>('genesis.json')
    delete after.config['transitions']
    expect(after).to.deep.equal(before)
    expect(copy.text('recovery.md')).to.include(digest).and.include('one validator goes on from block 17')
    expect(await copy.faults()).to.deep.equal([])
  })

  it('then the list that was created, and at last the ValidatorSet', async () => {
    const created = await chain([...kept()].reverse())
    await recoverNetwork(copy.path, created, 17, { kind: 'alone', account: kept()[0] ?? '' })
    const { validators } = await recoverNetwork(copy.path, created, 30, { kind: 'list', accounts: kept() })
    await recoverNetwork(copy.path, created, 400, { kind: 'contract', address: undefined })

    expect(validators.map(({ account }) => account)).to.deep.equal(kept().sort())
    expect(transitionsOf('genesis.json').map(({ block }) => block)).to.deep.equal([17, 30, 400])
    expect(transitionsOf('genesis.json')[2]?.validatorcontractaddress).to.equal(folder.network.deployment.contracts.ValidatorSet.address)
    expect(copy.text('recovery.md')).to.include('5 of 7 have to be at work')
    expect(await copy.faults()).to.deep.equal([])
  })

  it('refuses a list that nobody created, at which Besu would end', async () => {
    const problem = await problemOf(recoverNetwork(copy.path, await chain(), 17, { kind: 'list', accounts: kept() }))

    expect([problem.code, problem.message]).to.satisfy(
      ([code, message]: string[]) => code === 'contract_missing' && message?.includes('create-list'),
    )
    expect(copy.json<GenesisJson>('genesis.json').config).to.not.have.property('transitions')
  })

  it('refuses a contract that names nobody, an account that is no validator, and one that is named twice', async () => {
    const registry = await chain()
    const nothing = await problemOf(recoverNetwork(copy.path, registry, 17, { kind: 'contract', address: `0x${'ab'.repeat(20)}` }))
    const stranger = await problemOf(recoverNetwork(copy.path, registry, 17, { kind: 'alone', account: sender }))
    const [first = ''] = kept()
    const twice = await problemOf(recoverNetwork(copy.path, registry, 17, { kind: 'list', accounts: [first, first] }))

    expect(nothing.message).to.include('Besu would end')
    expect(stranger.message).to.include(`${sender} is none of the validators`)
    expect(twice.message).to.include(`${first} is named twice`)
  })

  it('does the same when it is run again, and refuses a block that is not above the last', async () => {
    const registry = await chain()
    await recoverNetwork(copy.path, registry, 17, { kind: 'alone', account: accounts()[0] ?? '' })
    const first = copy.text('genesis.json')

    await recoverNetwork(copy.path, registry, 17, { kind: 'alone', account: accounts()[0] ?? '' })
    const problem = await problemOf(recoverNetwork(copy.path, registry, 17, { kind: 'contract', address: undefined }))

    expect(copy.text('genesis.json')).to.equal(first)
    expect(problem.message).to.include('17 is not above 17')
  })

  it('is a command that asks a node, and wants to know one successor', async () => {
    const node = await serveChain((await chain()).client)
    try {
      const recover = (...args: string[]) => runDerkey(['network', 'recover', copy.path, '--rpc', node.rpc, ...args])
      const nobody = await recover('--block', '17')
      const both = await recover('--block', '17', '--contract', '--alone', kept()[0] ?? '')
      const good = await recover('--block', '17', '--alone', kept()[0] ?? '', '--json')

      expect([nobody.code, both.code, good.code], good.stderr).to.deep.equal([2, 2, 0])
      expect(JSON.parse(good.stdout)).to.have.property('genesis_sha256')
    } finally {
      await node.close()
    }
  })
})

import { expect } from 'chai'
import { randomKeyIds } from '../../../scripts/network-drills/random-key-ids.ts'
import { createKeys } from '../../../src/chain/calls/key-calls.ts'
import { mine } from '../../support/blocks.ts'
import { problemOf } from '../../support/problem-of.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { catchUp } from './catch-up.ts'
import { memoryLedger } from './memory-ledger.ts'

describe('a chain that was rolled back', () => {
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const tell = (method: string, ...params: unknown[]): Promise<unknown> => world.client.request({ method, params } as never)
  /** The sender would find its transactions forgotten: the account sends them by itself. */
  const register = async () => {
    const from = world.actors.chip_maker.account
    const { to, data } = createKeys(world.deployment.contracts, world.processes.secure_element.process_id, undefined, randomKeyIds(2))
    await tell('hardhat_impersonateAccount', from)
    await tell('eth_sendTransaction', { from, to, data, gas: '0xf4240', maxFeePerGas: '0x0', maxPriorityFeePerGas: '0x0' })
  }
  const truth = async () => {
    const ledger = memoryLedger()
    await catchUp([world.chain.url], world.deployment, ledger)
    return ledger.logs()
  }

  for (const followed of [1, 3, 40]) {
    it(`by ${followed} followed blocks is followed anew from the last block that stayed`, async () => {
      const ledger = memoryLedger()
      await register()
      await catchUp([world.chain.url], world.deployment, ledger)
      const before = ledger.position()?.block
      const snapshot = await tell('evm_snapshot')
      for (let block = 0; block < followed; block++) {
        await (block % 2 === 0 ? register() : mine(world.client))
        await catchUp([world.chain.url], world.deployment, ledger)
      }
      await tell('evm_revert', snapshot)
      for (let block = 0; block <= followed; block++) await register()

      const { rolledBack } = await catchUp([world.chain.url], world.deployment, ledger)
      expect(rolledBack).to.deep.equal([[(before ?? 0) + followed, before]])
      expect(ledger.logs()).to.deep.equal(await truth())
    })
  }

  it('and is shorter than what was followed, is followed from the last block that stayed as soon as a kept block is another', async () => {
    const ledger = memoryLedger()
    await catchUp([world.chain.url], world.deployment, ledger)
    const snapshot = await tell('evm_snapshot')
    for (let block = 0; block < 6; block++) {
      await register()
      await catchUp([world.chain.url], world.deployment, ledger)
    }
    await tell('evm_revert', snapshot)
    await register()
    await register()

    expect((await catchUp([world.chain.url], world.deployment, ledger)).rolledBack).to.have.length(1)
    expect(ledger.logs()).to.deep.equal(await truth())
  })

  it('and has made nothing since, is not believed: it could be a node that is behind', async () => {
    const ledger = memoryLedger()
    const snapshot = await tell('evm_snapshot')
    await register()
    await catchUp([world.chain.url], world.deployment, ledger)
    await tell('evm_revert', snapshot)
    expect((await problemOf(catchUp([world.chain.url], world.deployment, ledger))).code).to.equal('chain_behind')
  })

  it('to before everything that was followed, is chain_forked: it is another chain', async () => {
    const ledger = memoryLedger()
    await catchUp([world.chain.url], world.deployment, ledger)
    const other = await deployWorld()
    try {
      expect((await problemOf(catchUp([other.chain.url], other.deployment, ledger))).code).to.equal('chain_forked')
    } finally {
      await other.close()
    }
    expect(ledger.logs()).to.deep.equal(await truth())
  })
})

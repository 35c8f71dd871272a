import { expect } from 'chai'
import { ethers, networkHelpers } from './support/network.ts'
import { keyedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers

describe('a record contract', () => {
  it('keeps its records when it is upgraded', async () => {
    const { keys, lens, entities, processes, assessments, actors, oemKeys } = await loadFixture(keyedWorld)
    const before = await lens.getKeyInfo(oemKeys[0]!)
    const below = [entities.target, processes.target, assessments.target]
    const lifeCycle = await ethers.deployContract('KeyLifeCycle', below)
    const next = await ethers.deployContract('KeyRegistry', [...below, lifeCycle.target])
    await expect(keys.connect(actors.board).upgradeToAndCall(next.target, '0x')).to.emit(keys, 'Upgraded').withArgs(next.target)
    expect((await lens.getKeyInfo(oemKeys[0]!)).key).to.deep.equal(before.key)
  })

  it('cannot be upgraded to something that is no UUPS implementation', async () => {
    const { keys, authority, actors } = await loadFixture(keyedWorld)
    await expect(keys.connect(actors.board).upgradeToAndCall(authority.target, '0x')).to.be.revertedWithCustomError(
      keys,
      'ERC1967InvalidImplementation',
    )
  })

  it('cannot be used, nor taken over, without its proxy', async () => {
    const { actors } = await loadFixture(keyedWorld)
    const bare = await ethers.deployContract('EntityRegistry')
    await expect(bare.getFunction('initialize')(actors.board)).to.be.revertedWithCustomError(bare, 'InvalidInitialization')
    await expect(bare.getFunction('upgradeToAndCall')(bare.target, '0x')).to.be.revertedWithCustomError(bare, 'UUPSUnauthorizedCallContext')
  })
})

import { expect } from 'chai'
import type { BaseContract } from 'ethers'
import { governedRegistry, type Governance } from '../support/governance.ts'
import { call, carry, ready, states } from '../support/motion.ts'
import { ethers, networkHelpers } from '../support/network.ts'

const { loadFixture } = networkHelpers

async function implementationOf(proxy: BaseContract): Promise<string> {
  const slot = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
  return ethers.getAddress(`0x${(await ethers.provider.getStorage(await proxy.getAddress(), slot)).slice(-40)}`)
}

async function upgradeTo({ entities }: Governance, implementation: unknown) {
  return [call(entities, 'upgradeToAndCall', [implementation, '0x'])]
}

describe('an upgrade of a record contract', () => {
  it('takes a motion on the constitution', async () => {
    const world = await loadFixture(governedRegistry)
    const next = await ethers.deployContract('EntityRegistry')
    await carry(world, 'constitution', await upgradeTo(world, next.target), 'version 2')
    expect(await implementationOf(world.entities)).to.equal(next.target)
  })

  it('is neither done again nor undone without a new motion', async () => {
    const world = await loadFixture(governedRegistry)
    const first = await implementationOf(world.entities)
    const next = await ethers.deployContract('EntityRegistry')
    const up = await ready(world, 'constitution', await upgradeTo(world, next.target), 'version 2')
    await up.governor.execute(...up.content)
    const down = await ready(world, 'constitution', await upgradeTo(world, first), 'back to version 1')
    expect(await implementationOf(world.entities)).to.equal(next.target)
    await down.governor.execute(...down.content)
    expect(await implementationOf(world.entities)).to.equal(first)

    for (const { governor, content, id } of [up, down]) {
      await expect(governor.execute(...content)).to.be.revertedWithCustomError(governor, 'GovernorUnexpectedProposalState')
      await expect(governor.queue(...content)).to.be.revertedWithCustomError(governor, 'GovernorUnexpectedProposalState')
      expect(await governor.state(id)).to.equal(states.executed)
    }
    expect(await implementationOf(world.entities)).to.equal(first)
    await carry(world, 'constitution', await upgradeTo(world, next.target), 'version 2 once more')
    expect(await implementationOf(world.entities)).to.equal(next.target)
  })

  it('is done by nobody with the calldata that a motion was for', async () => {
    const world = await loadFixture(governedRegistry)
    const next = await ethers.deployContract('EntityRegistry')
    const [act] = await upgradeTo(world, next.target)
    await ready(world, 'constitution', [act!])
    for (const account of [...Object.values(world.seats), ...Object.values(world.actors)]) {
      await expect(ethers.provider.call({ ...act, from: account.address })).to.be.revertedWithCustomError(
        world.entities,
        'RegistryRoleMissing',
      )
    }
  })

  it('is replaced for governance itself: neither board nor Governor nor timelock can be upgraded', async () => {
    const { board, ordinaryGovernor, ordinaryTimelock } = await loadFixture(governedRegistry)
    for (const contract of [board, ordinaryGovernor, ordinaryTimelock]) {
      expect((contract as BaseContract).interface.getFunction('upgradeToAndCall')).to.equal(null)
      expect(await implementationOf(contract)).to.equal(ethers.ZeroAddress)
    }
  })
})

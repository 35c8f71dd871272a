import { expect } from 'chai'
import { id } from 'ethers'
import { roleIds } from '../../../src/chain/powers.ts'
import { day, governedRegistry, periods, type Governance } from '../support/governance.ts'
import { call, carry, pass, ready, states, type Call, type Content } from '../support/motion.ts'
import { ethers, networkHelpers } from '../support/network.ts'

const { loadFixture } = networkHelpers
const { REGISTRAR } = roleIds

/** A new registrar. */
function calls({ authority, actors }: Governance): Call[] {
  return [call(authority, 'grantRole', [REGISTRAR, actors.newcomer.address, 0])]
}

async function isRegistrar({ authority, actors }: Governance): Promise<boolean> {
  return (await authority.hasRole(REGISTRAR, actors.newcomer)).isMember
}

describe('a motion that has passed', () => {
  it('is queued by anybody, executed by anybody when its timelock has run out, and then done', async () => {
    const world = await loadFixture(governedRegistry)
    const motion = await pass(world, 'ordinary', calls(world))
    const governor = motion.governor.connect(world.actors.intruder)
    await governor.queue(...motion.content)
    expect(await governor.state(motion.id)).to.equal(states.queued)
    const eta = (await networkHelpers.time.latest()) + periods.timelock
    expect(await governor.proposalEta(motion.id)).to.equal(eta)
    expect(eta, 'all before the deadline of the vote').to.be.lessThan(Number(await governor.proposalDeadline(motion.id)))

    await networkHelpers.time.setNextBlockTimestamp(eta - 1)
    await expect(governor.execute(...motion.content)).to.be.revertedWithCustomError(
      world.ordinaryTimelock,
      'TimelockUnexpectedOperationState',
    )
    await networkHelpers.time.setNextBlockTimestamp(eta)
    await expect(governor.execute(...motion.content))
      .to.emit(governor, 'ProposalExecuted')
      .withArgs(motion.id)
    expect(await governor.state(motion.id)).to.equal(states.executed)
    expect(await isRegistrar(world)).to.equal(true)
  })

  it('is queued once and executed once, whatever was undone in between', async () => {
    const world = await loadFixture(governedRegistry)
    const motion = await pass(world, 'ordinary', calls(world))
    const { governor, content } = motion
    await governor.queue(...content)
    await expect(governor.queue(...content)).to.be.revertedWithCustomError(governor, 'GovernorUnexpectedProposalState')
    await networkHelpers.time.increase(periods.timelock)
    await governor.execute(...content)
    await carry(world, 'ordinary', [call(world.authority, 'revokeRole', [REGISTRAR, world.actors.newcomer.address])], 'take it back')
    for (const again of [governor.execute(...content), governor.queue(...content)]) {
      await expect(again).to.be.revertedWithCustomError(governor, 'GovernorUnexpectedProposalState')
    }
    expect(await isRegistrar(world)).to.equal(false)
    await carry(world, 'ordinary', calls(world), 'once more, by a motion of its own')
    expect(await isRegistrar(world)).to.equal(true)
  })

  it('is not executed before it is queued', async () => {
    const world = await loadFixture(governedRegistry)
    const { governor, id: motionId, content } = await pass(world, 'ordinary', calls(world))
    await expect(governor.execute(...content))
      .to.be.revertedWithCustomError(governor, 'GovernorUnexpectedProposalState')
      .withArgs(motionId, states.succeeded, `0x${(1n << states.queued).toString(16).padStart(64, '0')}`)
  })

  it('is queued and executed as it was voted: with other targets, values, calldata or words it is another one', async () => {
    const world = await loadFixture(governedRegistry)
    const passed = await pass(world, 'ordinary', calls(world), 'passed')
    const queued = await ready(world, 'ordinary', calls(world), 'queued')
    for (const [act, { governor, content }] of [
      ['queue', passed],
      ['execute', queued],
    ] as const) {
      const [targets, values, calldatas, words] = content
      const changed: Content[] = [
        [[world.entities.target as string], values, calldatas, words],
        [targets, [1n], calldatas, words],
        [targets, values, [call(world.authority, 'grantRole', [REGISTRAR, world.actors.intruder.address, 0]).data], words],
        [[...targets, ...targets], [...values, ...values], [...calldatas, ...calldatas], words],
        [targets, values, calldatas, id('others')],
      ]
      for (const other of changed) {
        await expect(governor[act](...other)).to.be.revertedWithCustomError(governor, 'GovernorNonexistentProposal')
      }
    }
  })

  it('is done as a whole or not at all', async () => {
    const world = await loadFixture(governedRegistry)
    const { authority, actors } = world
    const second = call(authority, 'grantRole', [roleIds.REGULATOR, actors.newcomer.address, 0])
    const motion = await ready(world, 'ordinary', [...calls(world), second])
    await expect(motion.governor.execute(...motion.content))
      .to.be.revertedWithCustomError(authority, 'AuthorityStaffRoleHeld')
      .withArgs(actors.newcomer.address, REGISTRAR, roleIds.REGULATOR)
    expect(await isRegistrar(world)).to.equal(false)
    expect(await motion.governor.state(motion.id)).to.equal(states.queued)
  })

  it('does several things in their order', async () => {
    const world = await loadFixture(governedRegistry)
    const { authority, actors } = world
    const first = call(authority, 'revokeRole', [REGISTRAR, actors.registrar.address])
    await carry(world, 'ordinary', [first, ...calls(world)])
    expect(await authority.roleMembers(REGISTRAR)).to.deep.equal([actors.newcomer.address])
  })

  it('expires where nobody queues it in time, or nobody executes it in time', async () => {
    const world = await loadFixture(governedRegistry)
    const passed = await pass(world, 'ordinary', calls(world), 'passed')
    const passedAt = await networkHelpers.time.latest()
    await networkHelpers.time.increaseTo(passedAt + periods.queue)
    expect(await passed.governor.state(passed.id)).to.equal(states.succeeded)
    await networkHelpers.time.increase(1)
    expect(await passed.governor.state(passed.id)).to.equal(states.expired)

    const queued = await ready(world, 'ordinary', calls(world), 'queued')
    await networkHelpers.time.increaseTo((await queued.governor.proposalEta(queued.id)) + BigInt(periods.execution))
    expect(await queued.governor.state(queued.id)).to.equal(states.queued)
    await networkHelpers.time.increase(1)
    expect(await queued.governor.state(queued.id)).to.equal(states.expired)
  })

  it('can wait for its deadline: the term to queue it runs from when it passed', async () => {
    const world = await loadFixture(governedRegistry)
    const motion = await pass(world, 'ordinary', calls(world))
    await networkHelpers.time.increase(periods.queue - day)
    await motion.governor.queue(...motion.content)
    await networkHelpers.time.increaseTo((await motion.governor.proposalDeadline(motion.id)) + 1n)
    expect(await motion.governor.state(motion.id)).to.equal(states.queued)
  })
})

describe('ether', () => {
  it('comes into neither Governor nor timelock', async () => {
    const world = await loadFixture(governedRegistry)
    const motion = await ready(world, 'ordinary', calls(world))
    await expect(motion.governor.execute(...motion.content, { value: 1 }))
      .to.be.revertedWithCustomError(motion.governor, 'BoardGovernorEther')
      .withArgs(1)
    const [sender] = await ethers.getSigners()
    const send = (to: unknown) => sender!.sendTransaction({ to: to as string, value: 1 })
    await expect(send(motion.governor.target)).to.be.revertedWithCustomError(motion.governor, 'GovernorDisabledDeposit')
    await expect(send(world.ordinaryTimelock.target)).to.be.revertedWithCustomError(world.ordinaryTimelock, 'BoardTimelockHoldsNothing')
  })

  it('comes no more than tokens do', async () => {
    const { ordinaryGovernor, ordinaryTimelock, board } = await loadFixture(governedRegistry)
    const token = board.target
    for (const [contract, error] of [
      [ordinaryGovernor, 'GovernorDisabledDeposit'],
      [ordinaryTimelock, 'BoardTimelockHoldsNothing'],
    ] as const) {
      for (const attempt of [
        contract.onERC721Received.staticCall(token, token, 1, '0x'),
        contract.onERC1155Received.staticCall(token, token, 1, 1, '0x'),
        contract.onERC1155BatchReceived.staticCall(token, token, [1], [1], '0x'),
      ]) {
        await expect(attempt).to.be.revertedWithCustomError(contract, error)
      }
    }
  })
})

import { expect } from 'chai'
import { acting, governedRegistry, periods } from '../support/governance.ts'
import { call, closed, draft, open, opened, propose, states } from '../support/motion.ts'
import { networkHelpers } from '../support/network.ts'
import { entityOf, seatDetails } from '../support/seats.ts'

const { loadFixture } = networkHelpers

async function world() {
  const governance = await loadFixture(governedRegistry)
  const calls = [call(governance.entities, 'accredit', [governance.actors.lab.address, 4_000_000_000])]
  return { ...governance, calls, governor: governance.ordinaryGovernor }
}

describe('a motion is proposed', () => {
  it('with its calls and its words, and says when the vote begins and ends', async () => {
    const governance = await world()
    const { calls, governor, seats } = governance
    const motion = await draft(governance, 'ordinary', calls, 'accredit the lab')
    const proposing = await propose(governance, motion)
    const snapshot = (await networkHelpers.time.latest()) + periods.votingDelay
    await expect(proposing)
      .to.emit(governor, 'ProposalCreated')
      .withArgs(
        motion.id,
        seats.utilityOne.address,
        [calls[0]!.to],
        [0n],
        [''],
        [calls[0]!.data],
        snapshot,
        snapshot + periods.votingPeriod,
        'accredit the lab',
      )
    expect(await governor.state(motion.id)).to.equal(states.pending)
    expect(await governor.proposalProposer(motion.id)).to.equal(seats.utilityOne.address)
  })

  it('by a seat alone', async () => {
    const { governor, actors, calls } = await world()
    for (const actor of [actors.board, actors.registrar, actors.intruder]) {
      await expect(governor.connect(actor).propose([calls[0]!.to], [0], [calls[0]!.data], ''))
        .to.be.revertedWithCustomError(governor, 'BoardGovernorNotSeated')
        .withArgs(actor.address)
    }
  })

  it('by no seat that was taken', async () => {
    const governance = await world()
    const { board, governor, seats, constitutionTimelock } = governance
    const constitution = board.connect(await acting(constitutionTimelock))
    await constitution.changeSeats([entityOf('utilityOne')], [seatDetails('newcomer')])
    await expect(propose(governance, await draft(governance, 'ordinary', governance.calls)))
      .to.be.revertedWithCustomError(governor, 'BoardGovernorNotSeated')
      .withArgs(seats.utilityOne.address)
  })

  it('to contracts alone', async () => {
    const governance = await world()
    const { governor, actors, calls } = governance
    const nobody = { to: actors.intruder.address, data: '0x' }
    await expect(propose(governance, await draft(governance, 'ordinary', [...calls, nobody])))
      .to.be.revertedWithCustomError(governor, 'BoardGovernorTargetUnknown')
      .withArgs(actors.intruder.address)
  })

  it('without ether', async () => {
    const { governor, seats, calls } = await world()
    await expect(governor.connect(seats.ministry).propose([calls[0]!.to], [1], [calls[0]!.data], ''))
      .to.be.revertedWithCustomError(governor, 'BoardGovernorEther')
      .withArgs(1)
  })

  it('with a call at least, and with as many values and calldata as targets', async () => {
    const { governor, seats, calls } = await world()
    const seat = governor.connect(seats.ministry)
    const { to, data } = calls[0]!
    await expect(seat.propose([], [], [], ''))
      .to.be.revertedWithCustomError(governor, 'GovernorInvalidProposalLength')
      .withArgs(0, 0, 0)
    await expect(seat.propose([to], [], [data], ''))
      .to.be.revertedWithCustomError(governor, 'GovernorInvalidProposalLength')
      .withArgs(1, 1, 0)
    await expect(seat.propose([to], [0], [], ''))
      .to.be.revertedWithCustomError(governor, 'GovernorInvalidProposalLength')
      .withArgs(1, 0, 1)
  })

  it('once: the same calls with the same words are the same motion, whatever became of it', async () => {
    const governance = await world()
    const { governor, calls } = governance
    const motion = await draft(governance, 'ordinary', calls, 'accredit the lab')
    const refused = async (state: bigint) =>
      expect(propose(governance, motion, 'ministry'))
        .to.be.revertedWithCustomError(governor, 'GovernorUnexpectedProposalState')
        .withArgs(motion.id, state, `0x${'0'.repeat(64)}`)
    await propose(governance, motion)
    await refused(states.pending)
    await opened(motion)
    await refused(states.active)
    await closed(motion)
    await refused(states.defeated)
    await open(governance, 'ordinary', calls, 'accredit the lab after all')
  })

  it('by the seat that its words name alone, so that nobody gets ahead of it and calls it off', async () => {
    const governance = await world()
    const { governor, seats, calls } = governance
    const motion = await draft(governance, 'ordinary', calls, `accredit the lab #proposer=${seats.carMaker.address}`)
    await expect(propose(governance, motion, 'utilityOne'))
      .to.be.revertedWithCustomError(governor, 'GovernorRestrictedProposer')
      .withArgs(seats.utilityOne.address)
    await propose(governance, motion, 'carMaker')
    expect(await governor.proposalProposer(motion.id)).to.equal(seats.carMaker.address)
  })
})

describe('a motion is called off', () => {
  it('by who proposed it, before the vote', async () => {
    const governance = await world()
    const { governor, seats, calls } = governance
    const motion = await draft(governance, 'ordinary', calls)
    await propose(governance, motion)
    await expect(governor.connect(seats.utilityOne).cancel(...motion.content))
      .to.emit(governor, 'ProposalCanceled')
      .withArgs(motion.id)
    expect(await governor.state(motion.id)).to.equal(states.canceled)
  })

  it('by nobody else', async () => {
    const governance = await world()
    const { governor, seats, actors, calls } = governance
    const motion = await draft(governance, 'ordinary', calls)
    await propose(governance, motion)
    for (const other of [seats.ministry, actors.board, actors.intruder]) {
      await expect(governor.connect(other).cancel(...motion.content))
        .to.be.revertedWithCustomError(governor, 'GovernorUnableToCancel')
        .withArgs(motion.id, other.address)
    }
  })

  it('neither when the vote has begun nor twice', async () => {
    const governance = await world()
    const { governor, seats, calls } = governance
    const motion = await open(governance, 'ordinary', calls)
    const proposer = governor.connect(seats.utilityOne)
    await expect(proposer.cancel(...motion.content)).to.be.revertedWithCustomError(governor, 'GovernorUnableToCancel')
    const next = await draft(governance, 'ordinary', calls, 'the next')
    await propose(governance, next)
    await proposer.cancel(...next.content)
    await expect(proposer.cancel(...next.content)).to.be.revertedWithCustomError(governor, 'GovernorUnableToCancel')
  })
})

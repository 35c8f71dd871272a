import { expect } from 'chai'
import type { Wallet } from 'ethers'
import { acting, governedRegistry, type Governance, type MotionKind } from '../support/governance.ts'
import { call, closed, draft, enough, open, pass, propose, states, support, vote, type Call, type Motion } from '../support/motion.ts'
import { networkHelpers } from '../support/network.ts'
import { entityOf, fundedWallet, seatDetails, type SeatName } from '../support/seats.ts'

const { loadFixture } = networkHelpers

function calls({ entities, actors }: Governance): Call[] {
  return [call(entities, 'accredit', [actors.lab.address, 4_000_000_000])]
}

async function opening(kind: MotionKind = 'ordinary'): Promise<Governance & { motion: Motion }> {
  const world = await loadFixture(governedRegistry)
  return { ...world, motion: await open(world, kind, calls(world)) }
}

function votes(motion: Motion): Promise<[bigint, bigint, bigint]> {
  return motion.governor.proposalVotes(motion.id)
}

describe('a vote', () => {
  it('is for, against or neither, one a seat, with its reason', async () => {
    const { motion, seats } = await opening()
    const cast = (seat: Wallet, how: keyof typeof support, reason: string) =>
      expect(motion.governor.connect(seat).castVoteWithReason(motion.id, support[how], reason))
        .to.emit(motion.governor, 'VoteCast')
        .withArgs(seat.address, motion.id, support[how], 1, reason)
    await cast(seats.ministry, 'for', 'its papers are in order')
    await cast(seats.carMaker, 'against', `sha256:${'ab'.repeat(32)}`)
    await cast(seats.university, 'abstain', '')
    expect(await votes(motion)).to.deep.equal([1n, 1n, 1n])
    expect(await motion.governor.hasVoted(motion.id, seats.ministry)).to.equal(true)
  })

  it('is cast once', async () => {
    const world = await opening()
    await vote(world, world.motion, 'ministry', 'against')
    await expect(vote(world, world.motion, 'ministry', 'for'))
      .to.be.revertedWithCustomError(world.ordinaryGovernor, 'GovernorAlreadyCastVote')
      .withArgs(world.seats.ministry.address)
  })

  it('is not taken before the vote has begun, nor after its end', async () => {
    const world = await loadFixture(governedRegistry)
    const motion = await draft(world, 'ordinary', calls(world))
    const active = `0x${'2'.padStart(64, '0')}`
    const refused = async (state: bigint) =>
      expect(vote(world, motion, 'ministry', 'for'))
        .to.be.revertedWithCustomError(motion.governor, 'GovernorUnexpectedProposalState')
        .withArgs(motion.id, state, active)
    await propose(world, motion)
    await refused(states.pending)
    await networkHelpers.time.setNextBlockTimestamp(await motion.governor.proposalSnapshot(motion.id))
    await refused(states.pending)
    await networkHelpers.time.setNextBlockTimestamp((await motion.governor.proposalSnapshot(motion.id)) + 1n)
    await vote(world, motion, 'carMaker', 'for')
    await networkHelpers.time.setNextBlockTimestamp(await motion.governor.proposalDeadline(motion.id))
    await vote(world, motion, 'university', 'for')
    await refused(states.defeated)
  })

  it('is not taken on a motion that nobody proposed', async () => {
    const { motion, seats } = await opening()
    await expect(motion.governor.connect(seats.ministry).castVote(motion.id + 1n, 1))
      .to.be.revertedWithCustomError(motion.governor, 'GovernorNonexistentProposal')
      .withArgs(motion.id + 1n)
  })

  it('is nothing but for, against or neither, and has no parameters', async () => {
    const { motion, seats } = await opening()
    const seat = motion.governor.connect(seats.ministry)
    await expect(seat.castVote(motion.id, 3)).to.be.revertedWithCustomError(motion.governor, 'GovernorInvalidVoteType')
    await expect(seat.castVoteWithReasonAndParams(motion.id, 1, '', '0x01')).to.be.revertedWithCustomError(
      motion.governor,
      'BoardGovernorParamsGiven',
    )
    await expect(seat.castVoteWithReasonAndParams(motion.id, 1, 'why', '0x')).to.emit(motion.governor, 'VoteCast')
  })

  it('is for seats alone', async () => {
    const { motion, actors } = await opening()
    await expect(motion.governor.connect(actors.registrar).castVote(motion.id, 1))
      .to.be.revertedWithCustomError(motion.governor, 'BoardGovernorNotSeated')
      .withArgs(actors.registrar.address)
    expect(await votes(motion)).to.deep.equal([0n, 0n, 0n])
  })
})

describe('seats that change during a vote', () => {
  it('give no vote to a seat that came after it had begun', async () => {
    const { motion, board, constitutionTimelock } = await opening()
    const newcomer = await fundedWallet('newcomer')
    await board.connect(await acting(constitutionTimelock)).changeSeats([], [seatDetails('newcomer')])
    await expect(motion.governor.connect(newcomer).castVote(motion.id, 1))
      .to.be.revertedWithCustomError(motion.governor, 'BoardGovernorSeatTooNew')
      .withArgs(newcomer.address, motion.id, await motion.governor.proposalSnapshot(motion.id))
    expect(await motion.governor.hasVoted(motion.id, newcomer)).to.equal(false)
  })

  it('take the vote of a seat that was taken, but not one that it has cast', async () => {
    const world = await opening()
    const { motion, board, seats, constitutionTimelock } = world
    await vote(world, motion, 'utilityTwo', 'for')
    const constitution = board.connect(await acting(constitutionTimelock))
    await constitution.changeSeats([entityOf('utilityOne'), entityOf('utilityTwo')], [seatDetails('one'), seatDetails('two')])
    await expect(vote(world, motion, 'utilityOne', 'for'))
      .to.be.revertedWithCustomError(motion.governor, 'BoardGovernorNotSeated')
      .withArgs(seats.utilityOne.address)
    expect(await votes(motion)).to.deep.equal([0n, 1n, 0n])
  })

  it('give no second vote where an account was replaced: neither to the former nor to the new one', async () => {
    const world = await opening()
    const { motion, board, seats } = world
    const next = await fundedWallet('next account')
    await board.connect(seats.ministry).proposeSeatAccount(next)
    await board.connect(next).acceptSeatAccount(entityOf('ministry'))
    await expect(vote(world, motion, 'ministry', 'for')).to.be.revertedWithCustomError(motion.governor, 'BoardGovernorNotSeated')
    await expect(motion.governor.connect(next).castVote(motion.id, 1)).to.be.revertedWithCustomError(
      motion.governor,
      'BoardGovernorSeatTooNew',
    )
    const later = await open(world, 'ordinary', calls(world), 'later')
    await later.governor.connect(next).castVote(later.id, 1)
    expect(await votes(later)).to.deep.equal([0n, 1n, 0n])
  })

  it('give no second vote where a seat was taken and given back', async () => {
    const world = await opening()
    const { motion, board, constitutionTimelock } = world
    const constitution = board.connect(await acting(constitutionTimelock))
    await vote(world, motion, 'ministry', 'for')
    await constitution.changeSeats([entityOf('ministry')], [seatDetails('other')])
    await constitution.changeSeats([entityOf('other')], [seatDetails('ministry')])
    await expect(vote(world, motion, 'ministry', 'for')).to.be.revertedWithCustomError(motion.governor, 'GovernorAlreadyCastVote')
  })

  it('leave what is needed as it was when the vote began', async () => {
    const world = await opening()
    const { motion, board, constitutionTimelock } = world
    const newcomers = ['a', 'b', 'c'].map((name) => seatDetails(name))
    await board.connect(await acting(constitutionTimelock)).changeSeats([], newcomers)
    expect((await board.standing()).needed).to.equal(6n)
    expect(await motion.governor.quorum(await motion.governor.proposalSnapshot(motion.id))).to.equal(4n)
    for (const seat of enough.ordinary) await vote(world, motion, seat, 'for')
    expect(await motion.governor.state(motion.id)).to.equal(states.succeeded)
  })
})

describe('a motion passes', () => {
  const needed = { ordinary: 4, constitution: 5 } as const
  const all: readonly SeatName[] = ['utilityOne', 'utilityTwo', 'ministry', 'university', 'inverterMaker', 'carMaker', 'chipVendor']

  for (const kind of ['ordinary', 'constitution'] as const) {
    it(`as soon as ${needed[kind]} of 7 seats are for it, when it is ${kind}, and takes no vote then`, async () => {
      const world = await opening(kind)
      const { motion } = world
      for (const [index, seat] of all.entries()) {
        const isPassed = index >= needed[kind]
        expect(await motion.governor.state(motion.id), `${index} for it`).to.equal(isPassed ? states.succeeded : states.active)
        if (isPassed) {
          await expect(vote(world, motion, seat, 'against')).to.be.revertedWithCustomError(
            motion.governor,
            'GovernorUnexpectedProposalState',
          )
        } else await vote(world, motion, seat, 'for')
      }
    })

    it(`not with one less, when it is ${kind}, though everybody else abstains: that lowers nothing`, async () => {
      const world = await opening(kind)
      const { motion } = world
      for (const [index, seat] of all.entries()) await vote(world, motion, seat, index < needed[kind] - 1 ? 'for' : 'abstain')
      await closed(motion)
      expect(await motion.governor.state(motion.id)).to.equal(states.defeated)
    })

    it(`with ${needed[kind]} of 7, when it is ${kind}, though all others were against it first`, async () => {
      const world = await opening(kind)
      const { motion } = world
      for (const [index, seat] of all.entries()) await vote(world, motion, seat, index < 7 - needed[kind] ? 'against' : 'for')
      expect(await motion.governor.state(motion.id)).to.equal(states.succeeded)
    })
  }

  it('not when nobody votes', async () => {
    const { motion } = await opening()
    await closed(motion)
    expect(await motion.governor.state(motion.id)).to.equal(states.defeated)
  })

  it('and stays passed when seats are given and taken afterwards', async () => {
    const world = await loadFixture(governedRegistry)
    const motion = await pass(world, 'ordinary', calls(world))
    const constitution = world.board.connect(await acting(world.constitutionTimelock))
    await constitution.changeSeats([entityOf('utilityOne')], [seatDetails('one'), seatDetails('two'), seatDetails('three')])
    expect(await motion.governor.state(motion.id)).to.equal(states.succeeded)
  })

  it('with its own kind of seats: abstentions and votes for are told apart in how votes are counted', async () => {
    const { ordinaryGovernor } = await loadFixture(governedRegistry)
    expect(await ordinaryGovernor.COUNTING_MODE()).to.equal('support=bravo&quorum=for')
    expect(await ordinaryGovernor.CLOCK_MODE()).to.equal('mode=timestamp')
    expect(await ordinaryGovernor.clock()).to.equal(await networkHelpers.time.latest())
  })
})

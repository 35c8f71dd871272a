import { expect } from 'chai'
import { constitutionWorld } from '../support/constitution.ts'
import { motionKinds } from '../support/governance.ts'
import { call, carry, closed, enough, open, states, vote } from '../support/motion.ts'
import { networkHelpers } from '../support/network.ts'
import { entityOf, seatDetails, seatNames } from '../support/seats.ts'

const { loadFixture } = networkHelpers
const { ordinary, constitution: onConstitution } = motionKinds

describe('what a motion needs', () => {
  it('is more than half of all seats, or two thirds of all for the constitution, at first', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    expect(await board.threshold(ordinary)).to.deep.equal([1n, 2n])
    expect(await board.threshold(onConstitution)).to.deep.equal([2n, 3n])
    const table: [seats: number, needed: number, neededConstitution: number][] = [
      [7, 4, 5],
      [8, 5, 6],
      [9, 5, 6],
      [10, 6, 7],
      [11, 6, 8],
      [12, 7, 8],
    ]
    for (const [seats, needed, neededConstitution] of table) {
      if (seats > 7) await constitution.changeSeats([], [seatDetails(`seat ${seats}`)])
      const standing = await board.standing()
      expect([standing.seats, standing.needed, standing.neededConstitution].map(Number)).to.deep.equal([seats, needed, neededConstitution])
    }
  })

  it('is raised and lowered by a motion on the constitution', async () => {
    const world = await loadFixture(constitutionWorld)
    const { board, constitution } = world
    await carry(world, 'constitution', [call(board, 'setThreshold', [ordinary, 5, 7])])
    expect(await board.threshold(ordinary)).to.deep.equal([5n, 7n])
    expect((await board.standing()).needed).to.equal(5n)
    await expect(constitution.setThreshold(onConstitution, 6, 7))
      .to.emit(board, 'ThresholdSet')
      .withArgs(onConstitution, 6, 7)
    expect((await board.standing()).neededConstitution).to.equal(6n)
    await constitution.setThreshold(ordinary, 1, 2)
    await constitution.setThreshold(onConstitution, 2, 3)
    const standing = await board.standing()
    expect([standing.needed, standing.neededConstitution]).to.deep.equal([4n, 5n])
  })

  it('is a share between the least of its kind and the whole', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    const refused = async (kind: number, numerator: number, denominator: number, least: readonly [number, number]) =>
      expect(constitution.setThreshold(kind, numerator, denominator))
        .to.be.revertedWithCustomError(board, 'BoardShareInvalid')
        .withArgs(kind, numerator, denominator, ...least)
    for (const [numerator, denominator] of [
      [49, 100],
      [0, 1],
      [0, 0],
      [1, 0],
      [8, 7],
    ] as const) {
      await refused(ordinary, numerator, denominator, [1, 2])
    }
    await refused(onConstitution, 65, 100, [2, 3])
    await refused(onConstitution, 65_535, 0, [2, 3])
  })

  it('is never all seats: one alone could stop everything', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    for (const [numerator, denominator] of [
      [1, 1],
      [9, 10],
    ] as const) {
      await expect(constitution.setThreshold(onConstitution, numerator, denominator))
        .to.be.revertedWithCustomError(board, 'BoardThresholdInvalid')
        .withArgs(onConstitution, 7, 5, 6)
    }
    await expect(constitution.setThreshold(ordinary, 1, 1))
      .to.be.revertedWithCustomError(board, 'BoardThresholdInvalid')
      .withArgs(ordinary, 7, 4, 6)
  })

  it('is never more for an ordinary motion than for one on the constitution', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    await expect(constitution.setThreshold(ordinary, 6, 7))
      .to.be.revertedWithCustomError(board, 'BoardThresholdInvalid')
      .withArgs(onConstitution, 5, 6, 6)
    await constitution.setThreshold(onConstitution, 6, 7)
    await constitution.setThreshold(ordinary, 6, 7)
    await expect(constitution.setThreshold(onConstitution, 2, 3))
      .to.be.revertedWithCustomError(board, 'BoardThresholdInvalid')
      .withArgs(onConstitution, 5, 6, 6)
  })

  it('stays possible when seats change', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    await constitution.changeSeats(
      [],
      ['a', 'b', 'c'].map((name) => seatDetails(name)),
    )
    await constitution.setThreshold(onConstitution, 9, 10)
    await expect(constitution.changeSeats([entityOf('a')], []))
      .to.be.revertedWithCustomError(board, 'BoardThresholdInvalid')
      .withArgs(onConstitution, 9, 6, 8)
  })

  it('counts as it was when the vote began', async () => {
    const world = await loadFixture(constitutionWorld)
    const calls = [call(world.entities, 'accredit', [world.actors.lab.address, 4_000_000_000])]
    const before = await open(world, 'ordinary', calls, 'before')
    await world.constitution.setThreshold(ordinary, 5, 7)
    const after = await open(world, 'ordinary', calls, 'after')
    for (const seat of enough.ordinary) {
      await vote(world, before, seat, 'for')
      await vote(world, after, seat, 'for')
    }
    expect(await before.governor.state(before.id)).to.equal(states.succeeded)
    expect(await after.governor.state(after.id)).to.equal(states.active)
    expect(await world.board.needed(ordinary, await before.governor.proposalSnapshot(before.id))).to.equal(4n)
    expect(await world.board.needed(ordinary, await after.governor.proposalSnapshot(after.id))).to.equal(5n)
    await closed(after)
    expect(await after.governor.state(after.id)).to.equal(states.defeated)
  })

  it('is not said of a time to come', async () => {
    const { board, ordinaryGovernor } = await loadFixture(constitutionWorld)
    const now = await networkHelpers.time.latest()
    await expect(board.needed(ordinary, now + 1_000)).to.be.revertedWithCustomError(board, 'ERC5805FutureLookup')
    await expect(ordinaryGovernor.quorum(now + 1_000)).to.be.revertedWithCustomError(board, 'ERC5805FutureLookup')
    expect(await ordinaryGovernor.superQuorum(now - 1)).to.equal(await board.needed(ordinary, now - 1))
    expect(seatNames).to.have.length(7)
  })
})

import { expect } from 'chai'
import { id, ZeroAddress, ZeroHash } from 'ethers'
import { constitutionWorld } from '../support/constitution.ts'
import { countryBytes } from '../support/inputs.ts'
import { call, carry } from '../support/motion.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { entityOf, founderDetails, fundedWallet, seatDetails, seatNames, segmentBytes } from '../support/seats.ts'

const { loadFixture } = networkHelpers
const newcomer = seatDetails('newcomer')

describe('a seat', () => {
  it('is given by a motion on the constitution, which says whose it is, and has one vote', async () => {
    const world = await loadFixture(constitutionWorld)
    const { board } = world
    const { entityId, account, country, segment, group } = newcomer
    const carried = await carry(world, 'constitution', [call(board, 'changeSeats', [[], [newcomer]])])
    await expect(carried).to.emit(board, 'SeatGiven').withArgs(entityId, account, country, segment, group)
    const since = await networkHelpers.time.latest()
    const seat = await board.seatOf(account)
    expect([...seat]).to.deep.equal([entityId, account, country, segment, group, BigInt(since)])
    expect(await board.isSeated(account)).to.equal(true)
    expect(await board.getVotes(account)).to.equal(1n)
    expect(await board.seats()).to.have.length(8)
  })

  it('is taken, with its vote', async () => {
    const { board, constitution, seats } = await loadFixture(constitutionWorld)
    await constitution.changeSeats([], [newcomer])
    await expect(constitution.changeSeats([entityOf('utilityOne')], []))
      .to.emit(board, 'SeatTaken')
      .withArgs(entityOf('utilityOne'), seats.utilityOne.address)
    expect(await board.isSeated(seats.utilityOne)).to.equal(false)
    expect(await board.getVotes(seats.utilityOne)).to.equal(0n)
    await expect(board.seatOf(seats.utilityOne)).to.be.revertedWithCustomError(board, 'BoardNotSeated').withArgs(seats.utilityOne.address)
    expect((await board.seats()).map(({ entityId }) => entityId)).to.not.include(entityOf('utilityOne'))
    for (const name of seatNames.slice(1)) expect((await board.seatOf(seats[name])).entityId, name).to.equal(entityOf(name))
  })

  it('changes with others in one step, where one at a time would be impossible', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    await expect(constitution.changeSeats([entityOf('ministry')], []))
      .to.be.revertedWithCustomError(board, 'BoardTooFewSeats')
      .withArgs(6, 7)
    await constitution.changeSeats([entityOf('ministry'), entityOf('carMaker')], [newcomer, seatDetails('another')])
    expect((await board.seats()).map(({ entityId }) => entityId)).to.have.members([
      ...seatNames.filter((name) => !['ministry', 'carMaker'].includes(name)).map(entityOf),
      entityOf('newcomer'),
      entityOf('another'),
    ])
  })

  it('tells anew what its entity is, in one step, and keeps its account', async () => {
    const { board, constitution, seats } = await loadFixture(constitutionWorld)
    const boughtByForeigners = seatDetails('utilityOne', {
      country: countryBytes('CN'),
      segment: segmentBytes('utility'),
      group: id('bought'),
    })
    await constitution.changeSeats([entityOf('utilityOne')], [boughtByForeigners])
    const seat = await board.seatOf(seats.utilityOne)
    expect([seat.country, seat.group]).to.deep.equal([countryBytes('CN'), id('bought')])
    expect(await board.getVotes(seats.utilityOne)).to.equal(1n)
    expect((await board.standing()).foreign).to.equal(3n)
  })

  const bad: Record<string, readonly [over: Parameters<typeof seatDetails>[1], error: string, args: readonly unknown[]]> = {
    'no entity': [{ entityId: ZeroAddress }, 'BoardEntityZero', []],
    'an entity that has one': [{ entityId: entityOf('ministry') }, 'BoardSeatTaken', [entityOf('ministry')]],
    'an entity of a group that has one': [{ group: id('group ministry') }, 'BoardGroupTaken', [entityOf('newcomer'), entityOf('ministry')]],
    'no group': [{ group: ZeroHash }, 'BoardGroupZero', []],
    'no account': [{ account: ZeroAddress }, 'BoardAccountZero', []],
    'an account that has one': [
      { account: new ethers.Wallet(id('ministry')).address },
      'BoardAccountTaken',
      [new ethers.Wallet(id('ministry')).address],
    ],
    'a country that ISO 3166-1 does not know': [{ country: countryBytes('XX') }, 'BoardCountryUnknown', [countryBytes('XX')]],
    'a segment that the ValidatorSet does not know': [{ segment: segmentBytes('press') }, 'BoardSegmentUnknown', [segmentBytes('press')]],
  }
  for (const [what, [over, error, args]] of Object.entries(bad)) {
    it(`is not given to ${what}`, async () => {
      const { board, constitution } = await loadFixture(constitutionWorld)
      await expect(constitution.changeSeats([], [seatDetails('newcomer', over)]))
        .to.be.revertedWithCustomError(board, error)
        .withArgs(...args)
    })
  }

  it('is not given to an account of another entity that had one', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    const account = seatDetails('ministry').account
    await constitution.changeSeats([entityOf('ministry')], [newcomer])
    await expect(constitution.changeSeats([], [seatDetails('another', { account })]))
      .to.be.revertedWithCustomError(board, 'BoardAccountTaken')
      .withArgs(account)
  })

  it('is given or taken once in one change', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    await expect(constitution.changeSeats([], [newcomer, newcomer])).to.be.revertedWithCustomError(board, 'BoardSeatTaken')
    const twice = [entityOf('ministry'), entityOf('ministry')]
    await expect(constitution.changeSeats(twice, [newcomer, seatDetails('another')]))
      .to.be.revertedWithCustomError(board, 'BoardSeatUnknown')
      .withArgs(entityOf('ministry'))
  })
})

describe('the account of a seat', () => {
  it('is replaced by the seat itself, in two steps', async () => {
    const { board, seats } = await loadFixture(constitutionWorld)
    const next = await fundedWallet('next account')
    await expect(board.connect(seats.ministry).proposeSeatAccount(next))
      .to.emit(board, 'SeatAccountProposed')
      .withArgs(entityOf('ministry'), next.address)
    expect(await board.isSeated(next)).to.equal(false)
    await expect(board.connect(next).acceptSeatAccount(entityOf('ministry')))
      .to.emit(board, 'SeatAccountReplaced')
      .withArgs(entityOf('ministry'), seats.ministry.address, next.address)
    expect([await board.isSeated(seats.ministry), await board.isSeated(next)]).to.deep.equal([false, true])
    expect([await board.getVotes(seats.ministry), await board.getVotes(next)]).to.deep.equal([0n, 1n])
    expect((await board.standing()).seats).to.equal(7n)
  })

  it('is accepted by nobody whom the seat did not propose, nor twice', async () => {
    const { board, seats, actors } = await loadFixture(constitutionWorld)
    const next = await fundedWallet('next account')
    const refused = async (account: typeof next | typeof actors.intruder, name: string) =>
      expect(board.connect(account).acceptSeatAccount(entityOf(name)))
        .to.be.revertedWithCustomError(board, 'BoardAccountNotProposed')
        .withArgs(entityOf(name), account.address)
    await board.connect(seats.ministry).proposeSeatAccount(next)
    await refused(actors.intruder, 'ministry')
    await refused(next, 'carMaker')
    await board.connect(next).acceptSeatAccount(entityOf('ministry'))
    await refused(next, 'ministry')
  })

  it('is proposed by a seat alone, and is nobody who has, or had, another seat', async () => {
    const { board, seats, actors } = await loadFixture(constitutionWorld)
    await expect(board.connect(actors.intruder).proposeSeatAccount(actors.intruder))
      .to.be.revertedWithCustomError(board, 'BoardNotSeated')
      .withArgs(actors.intruder.address)
    const ministry = board.connect(seats.ministry)
    for (const taken of [seats.carMaker, seats.ministry]) {
      await expect(ministry.proposeSeatAccount(taken)).to.be.revertedWithCustomError(board, 'BoardAccountTaken').withArgs(taken.address)
    }
    await expect(ministry.proposeSeatAccount(ZeroAddress)).to.be.revertedWithCustomError(board, 'BoardAccountZero')
  })

  it('cannot be one that two seats proposed and one of them has', async () => {
    const { board, seats } = await loadFixture(constitutionWorld)
    const next = await fundedWallet('next account')
    await board.connect(seats.ministry).proposeSeatAccount(next)
    await board.connect(seats.carMaker).proposeSeatAccount(next)
    await board.connect(next).acceptSeatAccount(entityOf('ministry'))
    await expect(board.connect(next).acceptSeatAccount(entityOf('carMaker'))).to.be.revertedWithCustomError(board, 'BoardAccountTaken')
  })

  it('is replaced by a motion where the key is lost or stolen: what the thief had proposed is void', async () => {
    const world = await loadFixture(constitutionWorld)
    const { board, seats } = world
    const thief = await fundedWallet('thief')
    const next = await fundedWallet('next account')
    await board.connect(seats.ministry).proposeSeatAccount(thief)
    const carried = await carry(world, 'constitution', [call(board, 'replaceSeatAccount', [entityOf('ministry'), next.address])])
    await expect(carried).to.emit(board, 'SeatAccountReplaced').withArgs(entityOf('ministry'), seats.ministry.address, next.address)
    await expect(board.connect(thief).acceptSeatAccount(entityOf('ministry'))).to.be.revertedWithCustomError(
      board,
      'BoardAccountNotProposed',
    )
  })

  it('goes with the seat: what was proposed for one that was taken is void', async () => {
    const { board, constitution, seats } = await loadFixture(constitutionWorld)
    const next = await fundedWallet('next account')
    await board.connect(seats.ministry).proposeSeatAccount(next)
    await constitution.changeSeats([entityOf('ministry')], [newcomer])
    await expect(board.connect(next).acceptSeatAccount(entityOf('ministry'))).to.be.revertedWithCustomError(
      board,
      'BoardAccountNotProposed',
    )
    await expect(constitution.replaceSeatAccount(entityOf('ministry'), next))
      .to.be.revertedWithCustomError(board, 'BoardSeatUnknown')
      .withArgs(entityOf('ministry'))
  })
})

describe('a board', () => {
  it('has its ValidatorSet, which a motion can replace by one that knows this board', async () => {
    const { board, constitution, validators, actors } = await loadFixture(constitutionWorld)
    expect(await board.validatorSet()).to.equal(validators.target)
    await expect(constitution.setValidatorSet(actors.intruder))
      .to.be.revertedWithCustomError(board, 'BoardValidatorSetForeign')
      .withArgs(actors.intruder.address, ZeroAddress)
    await expect(constitution.setValidatorSet(validators)).to.emit(board, 'ValidatorSetSet').withArgs(validators.target)
  })

  it('is not founded with fewer than seven seats, nor with more than thirty', async () => {
    const { board, authority, validators } = await loadFixture(constitutionWorld)
    const found = (count: number) =>
      ethers.deployContract('Board', [
        authority.target,
        validators.target,
        Array.from({ length: count }, (_, index) => seatDetails(`founder ${index}`, { segment: founderDetails()[index % 7]!.segment })),
      ])
    await expect(found(6)).to.be.revertedWithCustomError(board, 'BoardTooFewSeats').withArgs(6, 7)
    await expect(found(31)).to.be.revertedWithCustomError(board, 'BoardTooManySeats').withArgs(31, 30)
    await found(30)
  })
})

import { expect } from 'chai'
import type { TypedDataDomain, Wallet } from 'ethers'
import { governedRegistry } from '../support/governance.ts'
import { call, draft, open, opened, propose, support, vote, type Motion } from '../support/motion.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { fundedWallet } from '../support/seats.ts'
import { ballotTypes, domainOf, extendedBallotTypes } from '../support/signing.ts'

const { loadFixture } = networkHelpers

async function sign({ governor, id }: Motion, seat: Wallet, over: Partial<TypedDataDomain> = {}): Promise<string> {
  const message = { proposalId: id, support: support.for, voter: seat.address, nonce: await governor.nonces(seat) }
  return seat.signTypedData({ ...(await domainOf(governor)), ...over }, ballotTypes, message)
}

async function opening() {
  const world = await loadFixture(governedRegistry)
  const calls = [call(world.entities, 'accredit', [world.actors.lab.address, 4_000_000_000])]
  const motion = await open(world, 'ordinary', calls)
  return { ...world, calls, motion, governor: motion.governor.connect(world.actors.intruder), seat: world.seats.ministry }
}

describe('a signed vote', () => {
  it('counts for who signed it, whoever brings it', async () => {
    const { motion, governor, seat } = await opening()
    await expect(governor.castVoteBySig(motion.id, support.for, seat, await sign(motion, seat)))
      .to.emit(governor, 'VoteCast')
      .withArgs(seat.address, motion.id, support.for, 1, '')
  })

  it('counts once, and for no other motion', async () => {
    const world = await opening()
    const { motion, governor, seat, calls } = world
    const signature = await sign(motion, seat)
    const other = await open(world, 'ordinary', calls, 'another motion')
    const refused = async (id: bigint) =>
      expect(governor.castVoteBySig(id, support.for, seat, signature))
        .to.be.revertedWithCustomError(governor, 'GovernorInvalidSignature')
        .withArgs(seat.address)
    await refused(other.id)
    await governor.castVoteBySig(motion.id, support.for, seat, signature)
    await refused(motion.id)
  })

  it('counts with no other Governor, though a motion of the other kind has the same id', async () => {
    const world = await opening()
    const { motion, seat, calls } = world
    const twin = await draft(world, 'constitution', calls)
    await propose(world, twin)
    await opened(twin)
    expect(twin.id).to.equal(motion.id)
    await expect(twin.governor.castVoteBySig(twin.id, support.for, seat, await sign(motion, seat))).to.be.revertedWithCustomError(
      twin.governor,
      'GovernorInvalidSignature',
    )
  })

  it('counts on no other chain', async () => {
    const { motion, governor, seat } = await opening()
    const signature = await sign(motion, seat, { chainId: 20_305 })
    await expect(governor.castVoteBySig(motion.id, support.for, seat, signature)).to.be.revertedWithCustomError(
      governor,
      'GovernorInvalidSignature',
    )
  })

  it('says what was signed: not the opposite, nor for somebody else', async () => {
    const { motion, governor, seat, seats } = await opening()
    const signature = await sign(motion, seat)
    for (const [how, voter] of [
      [support.against, seat],
      [support.for, seats.carMaker],
    ] as const) {
      await expect(governor.castVoteBySig(motion.id, how, voter, signature))
        .to.be.revertedWithCustomError(governor, 'GovernorInvalidSignature')
        .withArgs(voter.address)
    }
  })

  it('binds its reason', async () => {
    const { motion, governor, seat } = await opening()
    const message = {
      proposalId: motion.id,
      support: support.against,
      voter: seat.address,
      nonce: 0,
      reason: 'not accredited',
      params: '0x',
    }
    const signature = await seat.signTypedData(await domainOf(motion.governor), extendedBallotTypes, message)
    const bring = (reason: string) => governor.castVoteWithReasonAndParamsBySig(motion.id, support.against, seat, reason, '0x', signature)
    await expect(bring('bribed')).to.be.revertedWithCustomError(governor, 'GovernorInvalidSignature')
    await expect(bring('not accredited'))
      .to.emit(governor, 'VoteCast')
      .withArgs(seat.address, motion.id, support.against, 1, 'not accredited')
  })

  it('is worth nothing without a seat, nor after another vote of the seat', async () => {
    const world = await opening()
    const { motion, governor, seat } = world
    const stranger = await fundedWallet('stranger')
    await expect(governor.castVoteBySig(motion.id, support.for, stranger, await sign(motion, stranger)))
      .to.be.revertedWithCustomError(governor, 'BoardGovernorNotSeated')
      .withArgs(stranger.address)
    const signature = await sign(motion, seat)
    await vote(world, motion, 'ministry', 'against')
    await expect(governor.castVoteBySig(motion.id, support.for, seat, signature)).to.be.revertedWithCustomError(
      governor,
      'GovernorAlreadyCastVote',
    )
  })
})

describe('a vote is delegated', () => {
  it('by nobody, neither directly nor by a signature', async () => {
    const { board, seats } = await loadFixture(governedRegistry)
    const { ministry, carMaker } = seats
    await expect(board.connect(ministry).delegate(carMaker)).to.be.revertedWithCustomError(board, 'BoardVotesNotDelegable')
    const { chainId } = await ethers.provider.getNetwork()
    const expiry = (await networkHelpers.time.latest()) + 1_000
    const domain = { name: 'Board', version: '1', chainId, verifyingContract: await board.getAddress() }
    const fields = ['delegatee:address', 'nonce:uint256', 'expiry:uint256'].map((each) => each.split(':') as [string, string])
    const types = { Delegation: fields.map(([name, type]) => ({ name, type })) }
    const signature = await ministry.signTypedData(domain, types, { delegatee: carMaker.address, nonce: 0, expiry })
    const { v, r, s } = ethers.Signature.from(signature)
    await expect(board.delegateBySig(carMaker, 0, expiry, v, r, s)).to.be.revertedWithCustomError(board, 'BoardVotesNotDelegable')
    expect(await board.delegates(ministry)).to.equal(ministry.address)
    expect([await board.getVotes(ministry), await board.getVotes(carMaker)]).to.deep.equal([1n, 1n])
  })
})

import { Signature } from 'ethers'
import { hour, type Governance, type MotionKind } from '../support/governance.ts'
import { call, draft, open, pass, propose, ready, type Call, type Motion } from '../support/motion.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { ballotTypes, domainOf, extendedBallotTypes } from '../support/signing.ts'

/** One motion in each state in which somebody can do something with it, all proposed by `seat`. */
export type Motions = {
  readonly pending: Motion
  readonly active: Motion
  readonly succeeded: Motion
  readonly queued: Motion
  /** Signed by a seat, for `active`, without and with a reason. */
  readonly ballot: string
  readonly extendedBallot: string
}
export type AccessMotions = {
  readonly motions: Readonly<Record<MotionKind, Motions>>
  /** Arguments of Votes.delegateBySig, signed by a seat. */
  readonly delegation: readonly unknown[]
}

/** What either kind of motion may do. */
function callsOf({ entities, authority, actors }: Governance): Record<MotionKind, Call[]> {
  return {
    ordinary: [call(entities, 'accredit', [actors.lab.address, 4_000_000_000])],
    constitution: [call(authority, 'labelRole', [9, 'SPARE'])],
  }
}

export async function accessMotions(world: Governance): Promise<AccessMotions> {
  const calls = callsOf(world)
  const kinds = ['ordinary', 'constitution'] as const
  const queued = await eachOf(kinds, (kind) => ready(world, kind, calls[kind], 'queued'))
  const succeeded = await eachOf(kinds, (kind) => pass(world, kind, calls[kind], 'succeeded'))
  const active = await eachOf(kinds, (kind) => open(world, kind, calls[kind], 'active'))
  await networkHelpers.time.increase(hour)
  const pending = await eachOf(kinds, (kind) => draft(world, kind, calls[kind], 'pending'))
  for (const kind of kinds) await propose(world, pending[kind])
  const motions = await eachOf(kinds, async (kind) => ({
    pending: pending[kind],
    active: active[kind],
    succeeded: succeeded[kind],
    queued: queued[kind],
    ...(await sign(world, active[kind])),
  }))
  return { motions, delegation: await delegation(world) }
}

async function sign({ seats }: Governance, { governor, id }: Motion): Promise<Pick<Motions, 'ballot' | 'extendedBallot'>> {
  const voter = seats.ministry
  const domain = await domainOf(governor)
  const message = { proposalId: id, support: 1, voter: voter.address, nonce: 0 }
  return {
    ballot: await voter.signTypedData(domain, ballotTypes, message),
    extendedBallot: await voter.signTypedData(domain, extendedBallotTypes, { ...message, reason: 'why', params: '0x' }),
  }
}

async function delegation({ board, seats }: Governance): Promise<readonly unknown[]> {
  const { chainId } = await ethers.provider.getNetwork()
  const domain = { name: 'Board', version: '1', chainId, verifyingContract: await board.getAddress() }
  const types = {
    Delegation: [
      { name: 'delegatee', type: 'address' },
      { name: 'nonce', type: 'uint256' },
      { name: 'expiry', type: 'uint256' },
    ],
  }
  const message = { delegatee: seats.carMaker.address, nonce: 0, expiry: 4_000_000_000 }
  const { v, r, s } = Signature.from(await seats.ministry.signTypedData(domain, types, message))
  return [message.delegatee, message.nonce, message.expiry, v, r, s]
}

async function eachOf<T>(kinds: readonly MotionKind[], make: (kind: MotionKind) => Promise<T>): Promise<Record<MotionKind, T>> {
  const made: Partial<Record<MotionKind, T>> = {}
  for (const kind of kinds) made[kind] = await make(kind)
  return made as Record<MotionKind, T>
}

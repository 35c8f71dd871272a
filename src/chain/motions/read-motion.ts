import type { MotionRecord, SeatVote } from '../../domain/motions/motion-record.ts'
import type { Hex } from '../../domain/fields.ts'
import type { ChainRegistry } from '../registry.ts'
import { decodeCall } from './decode-call.ts'
import { findProposal, type Proposal } from './find-proposal.ts'
import { wordsOf } from './motion.ts'
import { readSeats } from './read-seats.ts'
import { readState, readTally } from './read-tally.ts'
import { readTimes } from './read-times.ts'
import { readVotes } from './read-votes.ts'

/** A motion, what it was proposed as, and who voted how; seats that have not voted too. @throws Problem `motion_unknown` */
export async function readMotion(
  registry: ChainRegistry,
  motionId: Hex,
): Promise<{ motion: MotionRecord; proposal: Proposal; votes: SeatVote[] }> {
  const { proposal, schedule } = await findProposal(registry, motionId)
  const [state, tally, cast, seats] = await Promise.all([
    readState(registry, proposal),
    readTally(registry, proposal),
    readVotes(registry, proposal),
    readSeats(registry),
  ])
  const times = await readTimes(registry, proposal, tally, schedule.eta, cast)
  const { contracts } = registry.deployment
  const { kind, proposer } = proposal
  const motion: MotionRecord = {
    motion_id: motionId,
    kind,
    state,
    proposer,
    description: wordsOf(proposal.description),
    tally,
    times,
    calls: proposal.calls.map((call) => decodeCall(contracts, call)),
  }
  const voted = cast.map(({ account, vote, reason, time }) => ({ ...seatOf(account), vote, reason, time }))
  function seatOf(account: Hex) {
    const seat = seats.find((each) => each.account === account)
    return { account, entity_id: seat?.entity_id ?? null, country: seat?.country ?? null, segment: seat?.segment ?? null }
  }
  const silent = seats.filter(({ account }) => !cast.some((vote) => vote.account === account))
  const none = { vote: null, reason: '', time: null }
  return { motion, proposal, votes: [...voted, ...silent.map(({ account }) => ({ ...seatOf(account), ...none }))] }
}

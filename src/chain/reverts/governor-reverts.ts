import { toHex, type Hex } from 'viem'
import { motionStates, type MotionState } from '../../domain/motions/motion-record.ts'
import { toTime } from '../../domain/fields.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { boardGovernorAbi } from '../abi/board-governor.generated.ts'
import { refusedValue, unexpected, type Explanation, type Rows } from './rows.ts'

const idOf = (id: bigint) => toHex(id, { size: 32 })

const endings: Readonly<Record<MotionState, ProblemCode>> = {
  pending: 'motion_too_early',
  active: 'motion_not_passed',
  passed: 'motion_not_queued',
  queued: 'motion_too_late',
  cancelled: 'motion_final',
  rejected: 'motion_final',
  expired: 'motion_final',
  executed: 'motion_final',
}

/** `expected` has a bit for each state in which the step is possible; it is 0 where the motion should not be there yet. */
function stateWrong(id: bigint, current: number, expected: Hex): Explanation {
  const bits = BigInt(expected)
  if (bits === 0n) return { code: 'motion_known', detail: `the motion ${idOf(id)} stands already` }
  const state = motionStates[current] ?? 'executed'
  const wanted = motionStates.filter((_, bit) => ((bits >> BigInt(bit)) & 1n) === 1n)
  const late = wanted.includes('active') && (state === 'passed' || state === 'rejected')
  return {
    code: late ? 'motion_too_late' : endings[state],
    detail: `the motion is ${state}; the step needs it to be ${wanted.join(' or ')}`,
  }
}

export const governorReverts: Rows<typeof boardGovernorAbi> = {
  BoardGovernorEther: (value) => refusedValue('value', `a motion moves no ether, not ${value} wei`),
  BoardGovernorFixed: () => ({ code: 'governance_fixed', detail: 'neither the timelock nor what the Governor calls can be changed' }),
  BoardGovernorNotSeated: (account) => ({ code: 'not_seated', detail: `${account} holds no seat` }),
  BoardGovernorParamsGiven: () => refusedValue('params', 'a vote has no parameters'),
  BoardGovernorPeriodInvalid: (period) => refusedValue('period', `${period} seconds are none of 1 second to 365 days`),
  BoardGovernorSeatTooNew: (account, id, snapshot) => ({
    code: 'seat_too_new',
    detail: `${account} had no seat at ${toTime(snapshot)}, when the vote on ${idOf(id)} began`,
  }),
  BoardGovernorTargetUnknown: (target) => ({
    code: 'motion_target_unknown',
    field: 'target',
    detail: `there is no code at ${target}`,
  }),
  GovernorAlreadyCastVote: (voter) => ({ code: 'vote_cast', detail: `${voter} has voted on this motion` }),
  GovernorAlreadyQueuedProposal: (id) => ({ code: 'motion_too_late', detail: `the motion ${idOf(id)} is queued already` }),
  GovernorDisabledDeposit: () => refusedValue('value', 'a Governor takes no ether'),
  GovernorInsufficientProposerVotes: (proposer) => ({
    code: 'seat_too_new',
    detail: `${proposer} had no seat a second ago: a motion can be proposed from the second after`,
  }),
  GovernorInvalidProposalLength: (targets, calldatas) =>
    refusedValue('calls', `${targets} targets and ${calldatas} calldata are no list of calls, or an empty one`),
  GovernorInvalidSignature: unexpected('GovernorInvalidSignature'),
  GovernorInvalidVoteParams: unexpected('GovernorInvalidVoteParams'),
  GovernorInvalidVoteType: () => refusedValue('vote', 'is none of for, against, abstain'),
  GovernorInvalidVotingPeriod: unexpected('GovernorInvalidVotingPeriod'),
  GovernorNonexistentProposal: (id) => ({ code: 'motion_unknown', field: 'motion_id', detail: `there is no motion ${idOf(id)}` }),
  GovernorOnlyExecutor: (account) => ({ code: 'role_missing', detail: `${account} is not the timelock` }),
  GovernorProposalQueueingFailed: unexpected('GovernorProposalQueueingFailed'),
  GovernorProposalQueueingNotRequired: unexpected('GovernorProposalQueueingNotRequired'),
  GovernorRestrictedProposer: (proposer) => ({
    code: 'motion_not_proposer',
    detail: `the motion's words name another proposer than ${proposer}`,
  }),
  GovernorUnableToCancel: (id, account) => ({
    code: 'motion_not_proposer',
    detail: `${account} did not propose ${idOf(id)}, or the vote on it has begun`,
  }),
  GovernorUnexpectedProposalState: stateWrong,
  InvalidAccountNonce: unexpected('InvalidAccountNonce'),
  InvalidShortString: unexpected('InvalidShortString'),
  SafeCastOverflowedUintDowncast: unexpected('SafeCastOverflowedUintDowncast'),
  StringTooLong: unexpected('StringTooLong'),
}

import { encodeFunctionData, type Hex } from 'viem'
import { votes, type MotionKind, type Vote } from '../../domain/motions/motion-record.ts'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import type { ContractCall, Contracts } from '../calls/contract-call.ts'
import { governorOf } from './governance.ts'

/** By a seat that there was when the vote began, once. @param reason the reason's text, or the hash of a longer one */
export function voteOnMotion(contracts: Contracts, kind: MotionKind, motionId: Hex, vote: Vote, reason = ''): ContractCall {
  const [id, support] = [BigInt(motionId), votes.indexOf(vote)]
  const data =
    reason === ''
      ? encodeFunctionData({ abi, functionName: 'castVote', args: [id, support] })
      : encodeFunctionData({ abi, functionName: 'castVoteWithReason', args: [id, support, reason] })
  return { to: governorOf(contracts, kind), data }
}

import type { MotionTimes, Tally } from '../../domain/motions/motion-record.ts'
import { toSeconds, toTime } from '../../domain/fields.ts'
import { ask } from '../chain-problem.ts'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import { view, type ChainRegistry } from '../registry.ts'
import type { Proposal } from './find-proposal.ts'
import { governorOf } from './governance.ts'
import type { CastVote } from './read-votes.ts'

/** @param eta of the timelock, seconds; 0 while the motion is not queued */
export async function readTimes(
  { client, deployment }: ChainRegistry,
  proposal: Proposal,
  tally: Tally,
  eta: number,
  votes: readonly CastVote[],
): Promise<MotionTimes> {
  const shared = { address: governorOf(deployment.contracts, proposal.kind), abi } as const
  const [queuePeriod, executionPeriod, { timestamp }] = await Promise.all([
    view(() => client.readContract({ ...shared, functionName: 'queuePeriod' })),
    view(() => client.readContract({ ...shared, functionName: 'executionPeriod' })),
    ask(() => client.getBlock({ blockNumber: BigInt(proposal.block) })),
  ])
  // no vote is taken after the one with which a motion passes
  const last = votes.at(-1)
  const passed = last !== undefined && tally.for >= tally.needed ? toSeconds(last.time) : undefined
  return {
    proposed_at: toTime(timestamp),
    vote_after: toTime(proposal.snapshot),
    vote_until: toTime(proposal.deadline),
    queue_until: passed === undefined ? null : toTime(passed + Number(queuePeriod)),
    execute_from: eta === 0 ? null : toTime(eta),
    execute_until: eta === 0 ? null : toTime(eta + Number(executionPeriod)),
  }
}

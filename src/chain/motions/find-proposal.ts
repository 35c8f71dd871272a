import { parseEventLogs, toEventSelector, type Log } from 'viem'
import { motionKinds, type MotionKind } from '../../domain/motions/motion-record.ts'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import { firstBlockAt } from '../reads/block-at.ts'
import { readHeight } from '../reads/block.ts'
import { readLogs } from '../reads/logs.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { governorOf } from './governance.ts'
import type { Motion } from './motion.ts'
import { readSchedule, type Schedule } from './read-schedule.ts'

/** A motion as it was proposed. */
export type Proposal = Motion & {
  readonly id: Hex
  readonly proposer: Hex
  readonly block: number
  readonly snapshot: number
  readonly deadline: number
}

const created = abi.find((item) => item.type === 'event' && item.name === 'ProposalCreated')
/** Topic of the event that holds all that a motion binds. */
export const createdTopic = toEventSelector(created as Extract<typeof created, { type: 'event' }>)

export const toProposals = (kind: MotionKind, logs: Log[]): Proposal[] =>
  parseEventLogs({ abi, logs, eventName: 'ProposalCreated' }).map(({ args, blockNumber }) => ({
    id: `0x${args.proposalId.toString(16).padStart(64, '0')}`,
    kind,
    proposer: args.proposer.toLowerCase() as Hex,
    calls: args.targets.map((to, index) => ({ to: to.toLowerCase() as Hex, data: args.calldatas[index] ?? '0x' })),
    description: args.description,
    block: Number(blockNumber),
    snapshot: Number(args.voteStart),
    deadline: Number(args.voteEnd),
  }))

/** @throws Problem `motion_unknown` where neither Governor knows it */
export async function findProposal(registry: ChainRegistry, motionId: Hex): Promise<{ proposal: Proposal; schedule: Schedule }> {
  const { client, deployment } = registry
  for (const kind of motionKinds) {
    const schedule = await readSchedule(registry, kind, motionId)
    if (schedule.snapshot === 0) continue
    const address = governorOf(deployment.contracts, kind)
    const delay = await view(() => client.readContract({ address, abi, functionName: 'votingDelay' }))
    // the chain keeps no index of motions by id, but the time of this one
    const time = schedule.snapshot - Number(delay)
    const head = await readHeight(client)
    const from = await firstBlockAt(client, time, deployment.block, head)
    // a chain that makes blocks on demand may make several in one second
    const to = (await firstBlockAt(client, time + 1, from, head)) - 1
    for await (const logs of readLogs(client, { address: [address], topics: [createdTopic], from, to })) {
      const proposal = toProposals(kind, logs).find(({ id }) => id === motionId)
      if (proposal !== undefined) return { proposal, schedule }
    }
    throw new Problem('chain_nonsense', {
      detail: `a block from ${from} to ${to} should hold the proposal of ${motionId}, the node gives none`,
    })
  }
  throw new Problem('motion_unknown', { field: 'motion_id', detail: `there is no motion ${motionId}` })
}

import { parseEventLogs, toEventSelector } from 'viem'
import { votes, type Vote } from '../../domain/motions/motion-record.ts'
import { toTime, type Hex } from '../../domain/fields.ts'
import { ask } from '../chain-problem.ts'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import { firstBlockAt } from '../reads/block-at.ts'
import { readHeight } from '../reads/block.ts'
import { readLogs } from '../reads/logs.ts'
import type { ChainRegistry } from '../registry.ts'
import type { Proposal } from './find-proposal.ts'
import { governorOf } from './governance.ts'

export type CastVote = { readonly account: Hex; readonly vote: Vote; readonly reason: string; readonly time: string }

const cast = abi.find((item) => item.type === 'event' && item.name === 'VoteCast')
const topic = toEventSelector(cast as Extract<typeof cast, { type: 'event' }>)

/** The votes on a motion, in their order. */
export async function readVotes({ client, deployment }: ChainRegistry, proposal: Proposal): Promise<CastVote[]> {
  const address = governorOf(deployment.contracts, proposal.kind)
  const head = await readHeight(client)
  const to = Math.min(head, await firstBlockAt(client, proposal.deadline + 1, proposal.block, head))
  const found: { account: Hex; vote: Vote; reason: string; block: bigint }[] = []
  for await (const logs of readLogs(client, { address: [address], topics: [topic], from: proposal.block, to })) {
    for (const { args, blockNumber } of parseEventLogs({ abi, logs, eventName: 'VoteCast' })) {
      const { voter, proposalId, support, reason } = args
      if (proposalId !== BigInt(proposal.id)) continue
      found.push({ account: voter.toLowerCase() as Hex, vote: votes[support] as Vote, reason, block: blockNumber })
    }
  }
  return Promise.all(
    found.map(async ({ block, ...vote }) => {
      const { timestamp } = await ask(() => client.getBlock({ blockNumber: block }))
      return { ...vote, time: toTime(timestamp) }
    }),
  )
}

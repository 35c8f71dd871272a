import { motionStates, type MotionState, type Tally } from '../../domain/motions/motion-record.ts'
import { boardAbi } from '../abi/board.generated.ts'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { readClock } from './clock.ts'
import type { Proposal } from './find-proposal.ts'
import { governorOf } from './governance.ts'

/** Votes so far and what is needed: of the seats when the vote began; before that, of the seats that there are. */
export async function readTally(registry: ChainRegistry, { id, kind, snapshot }: Proposal): Promise<Tally> {
  const { client, deployment } = registry
  const shared = { address: governorOf(deployment.contracts, kind), abi, blockTag: 'pending' } as const
  const board = { address: deployment.contracts.Board.address, abi: boardAbi, blockTag: 'pending' } as const
  const [[against, inFavour, abstain], begun] = await Promise.all([
    view(() => client.readContract({ ...shared, functionName: 'proposalVotes', args: [BigInt(id)] })),
    readClock(registry).then((clock) => clock > snapshot),
  ])
  const counted = { for: Number(inFavour), against: Number(against), abstain: Number(abstain) }
  if (!begun) {
    const { seats, needed, neededConstitution } = await view(() => client.readContract({ ...board, functionName: 'standing' }))
    return { seats: Number(seats), needed: Number(kind === 'ordinary' ? needed : neededConstitution), ...counted }
  }
  const args = [BigInt(snapshot)] as const
  const [needed, seats] = await Promise.all([
    view(() => client.readContract({ ...shared, functionName: 'quorum', args })),
    view(() => client.readContract({ ...board, functionName: 'getPastTotalSupply', args })),
  ])
  return { seats: Number(seats), needed: Number(needed), ...counted }
}

/** As of the block that comes next: time alone moves a motion on. */
export async function readState({ client, deployment }: ChainRegistry, { id, kind }: Proposal): Promise<MotionState> {
  const address = governorOf(deployment.contracts, kind)
  const call = { address, abi, functionName: 'state', args: [BigInt(id)], blockTag: 'pending' } as const
  return motionStates[await view(() => client.readContract(call))] as MotionState
}

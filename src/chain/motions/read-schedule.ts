import type { MotionKind } from '../../domain/motions/motion-record.ts'
import type { Hex } from '../../domain/fields.ts'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { governorOf } from './governance.ts'

/** Times of a motion on chain, seconds; 0: none. The vote begins after `snapshot` and ends with `deadline`; `eta` ends the timelock. */
export type Schedule = { readonly snapshot: number; readonly deadline: number; readonly eta: number }

/** All 0 where the Governor knows no such motion. */
export async function readSchedule({ client, deployment }: ChainRegistry, kind: MotionKind, motionId: Hex): Promise<Schedule> {
  const shared = { address: governorOf(deployment.contracts, kind), abi, args: [BigInt(motionId)] } as const
  const [snapshot, deadline, eta] = await Promise.all([
    view(() => client.readContract({ ...shared, functionName: 'proposalSnapshot' })),
    view(() => client.readContract({ ...shared, functionName: 'proposalDeadline' })),
    view(() => client.readContract({ ...shared, functionName: 'proposalEta' })),
  ])
  return { snapshot: Number(snapshot), deadline: Number(deadline), eta: Number(eta) }
}

/** Votes for that a motion needs, of all seats that there were at `snapshot`, which must be past. */
export async function readNeeded({ client, deployment }: ChainRegistry, kind: MotionKind, snapshot: number): Promise<number> {
  const address = governorOf(deployment.contracts, kind)
  const args = [BigInt(snapshot)] as const
  return Number(await view(() => client.readContract({ address, abi, functionName: 'quorum', args, blockTag: 'pending' })))
}

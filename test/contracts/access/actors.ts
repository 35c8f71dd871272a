import type { Wallet } from 'ethers'
import { actorNames, type ActorName } from '../support/actors.ts'
import { acting, type Governance } from '../support/governance.ts'
import type { Signer } from '../support/network.ts'
import { fundedWallet } from '../support/seats.ts'

/**
 * The actors of all contracts' tests and, now that the board has everything, those who act for it; `board`, which deployed, is nobody any
 * more. `nextSeat` is the account that a seat proposed as its next; `nodeOperator` operates a validator.
 */
export const accessActorNames = [...actorNames, 'ordinaryMotion', 'constitutionMotion', 'seat', 'nextSeat', 'nodeOperator'] as const
export type AccessActor = (typeof accessActorNames)[number]
export type AccessActors = Governance['actors'] & Record<Exclude<AccessActor, ActorName>, Signer | Wallet>

export async function accessActors(world: Governance): Promise<AccessActors> {
  return {
    ...world.actors,
    ordinaryMotion: await acting(world.ordinaryTimelock),
    constitutionMotion: await acting(world.constitutionTimelock),
    seat: world.seats.utilityOne,
    nextSeat: await fundedWallet('next seat'),
    nodeOperator: await fundedWallet('operator utilityOne'),
  }
}

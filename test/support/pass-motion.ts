import { randomUUID } from 'node:crypto'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { executeMotion } from '../../src/chain/motions/execute.ts'
import { describedBy, motionIdOf, type Motion } from '../../src/chain/motions/motion.ts'
import { proposeMotion } from '../../src/chain/motions/propose.ts'
import { queueMotion } from '../../src/chain/motions/queue.ts'
import { voteOnMotion } from '../../src/chain/motions/vote.ts'
import type { Sent } from '../../src/chain/sender.ts'
import type { MotionKind } from '../../src/domain/motions/motion-record.ts'
import type { World } from './world.ts'

/** Of the world's seven seats, how many a motion needs. */
const needed: Record<MotionKind, number> = { ordinary: 4, constitution: 5 }

/**
 * Carries a motion: proposed, voted for, queued, executed. The chain's clock is set on by three seconds instead of waited for.
 * @returns the transaction that executed it
 */
export async function passMotion(
  { registry, seats }: Pick<World, 'registry' | 'seats'>,
  calls: readonly ContractCall[],
  kind: MotionKind = 'ordinary',
): Promise<Sent> {
  const { client, deployment } = registry
  const { contracts } = deployment
  const [proposer] = seats
  if (proposer === undefined) throw new RangeError('a world has seats')
  const motion: Motion = { kind, calls, description: describedBy(randomUUID(), proposer.account) }
  const send = ({ sender }: typeof proposer, call: ContractCall) => sender.send({ id: randomUUID(), ...call })
  const aSecondLater = () => client.request({ method: 'evm_increaseTime', params: [1] } as never)

  // a seat can propose from the second after it was given
  await aSecondLater()
  await send(proposer, proposeMotion(contracts, motion))
  await aSecondLater()
  const vote = voteOnMotion(contracts, kind, motionIdOf(motion), 'for')
  await Promise.all(seats.slice(0, needed[kind]).map((seat) => send(seat, vote)))
  await send(proposer, queueMotion(contracts, motion))
  await aSecondLater()
  return send(proposer, executeMotion(contracts, motion))
}

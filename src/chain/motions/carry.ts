import { randomUUID } from 'node:crypto'
import { Problem } from '../../domain/problem.ts'
import type { ContractCall } from '../calls/contract-call.ts'
import type { ChainRegistry } from '../registry.ts'
import type { Sender, Sent } from '../sender.ts'
import { waitForClock, type WaitOptions } from './clock.ts'
import { executeMotion } from './execute.ts'
import { describedBy, motionIdOf, type Motion } from './motion.ts'
import { proposeMotion } from './propose.ts'
import { queueMotion } from './queue.ts'
import { readNeeded, readSchedule } from './read-schedule.ts'
import { voteOnMotion } from './vote.ts'

export type CarryOptions = WaitOptions & {
  /** Told before each step. */
  readonly onStep?: (step: string) => void
}

/**
 * Carries a motion from the proposal to its execution where all seats that it needs are at hand: in tests, demonstrations, and while a network
 * is set up. The first of `seats` proposes, as many as are needed vote for it.
 * @returns the transaction that executed it
 */
export async function carryMotion(registry: ChainRegistry, seats: readonly Sender[], motion: Motion, options: CarryOptions): Promise<Sent> {
  const [proposer] = seats
  if (proposer === undefined) throw new Problem('not_seated', { detail: 'no seat is at hand' })
  const { contracts } = registry.deployment
  const proposed = { ...motion, description: describedBy(motion.description, proposer.address) }
  const { kind } = motion
  const id = motionIdOf(proposed)
  const act = (step: string, sender: Sender, call: ContractCall) => {
    options.onStep?.(step)
    return sender.send({ id: randomUUID(), ...call })
  }

  await act('propose', proposer, proposeMotion(contracts, proposed))
  const { snapshot } = await readSchedule(registry, kind, id)
  await waitForClock(registry, snapshot + 1, options)
  const needed = await readNeeded(registry, kind, snapshot)
  if (seats.length < needed) throw new Problem('motion_not_passed', { detail: `needs ${needed} seats for it, ${seats.length} are at hand` })
  for (const seat of seats.slice(0, needed)) await act('vote', seat, voteOnMotion(contracts, kind, id, 'for'))
  await act('queue', proposer, queueMotion(contracts, proposed))
  await waitForClock(registry, (await readSchedule(registry, kind, id)).eta, options)
  return act('execute', proposer, executeMotion(contracts, proposed))
}

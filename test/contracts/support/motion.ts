import { getBytes, id, toBeHex, zeroPadBytes, type BaseContract, type ContractTransactionResponse } from 'ethers'
import type { BoardGovernor } from '../../../types/index.ts'
import { networkHelpers } from './network.ts'
import { periods, type Governance, type MotionKind } from './governance.ts'
import type { SeatName } from './seats.ts'

/** Support of a vote, as GovernorCountingSimple has it. */
export const support = { against: 0, for: 1, abstain: 2 } as const
/** ProposalState of IGovernor. */
export const states = {
  pending: 0n,
  active: 1n,
  canceled: 2n,
  defeated: 3n,
  succeeded: 4n,
  queued: 5n,
  expired: 6n,
  executed: 7n,
} as const

/** As many as pass a motion of the kind, while there are the founders' seats alone. */
export const enough: Record<MotionKind, readonly SeatName[]> = {
  ordinary: ['utilityOne', 'ministry', 'university', 'carMaker'],
  constitution: ['utilityOne', 'ministry', 'university', 'carMaker', 'inverterMaker'],
}

export type Call = { readonly to: string; readonly data: string }
export type Content = readonly [targets: string[], values: bigint[], calldatas: string[], descriptionHash: string]
export type Motion = {
  readonly governor: BoardGovernor
  readonly kind: MotionKind
  readonly id: bigint
  readonly description: string
  /** Arguments of queue, execute and cancel. */
  readonly content: Content
}

/** One call of a motion. */
export function call(contract: BaseContract, name: string, args: readonly unknown[]): Call {
  return { to: contract.target as string, data: contract.interface.encodeFunctionData(name, args) }
}

/** A motion that nobody has proposed yet. */
export async function draft(world: Governance, kind: MotionKind, calls: readonly Call[], description = 'a motion'): Promise<Motion> {
  const governor = kind === 'ordinary' ? world.ordinaryGovernor : world.constitutionGovernor
  const content = [calls.map(({ to }) => to), calls.map(() => 0n), calls.map(({ data }) => data), id(description)] as const
  const motion: Content = [content[0], content[1], content[2], content[3]]
  return { governor, kind, description, content: motion, id: await governor.getProposalId(...motion) }
}

export async function propose(world: Governance, motion: Motion, by: SeatName = 'utilityOne'): Promise<ContractTransactionResponse> {
  const [targets, values, calldatas] = motion.content
  return motion.governor.connect(world.seats[by]).propose(targets, values, calldatas, motion.description)
}

/** The salt that the Governor gives the operation in its timelock. */
export function saltOf({ governor, content }: Motion): string {
  const words = BigInt(content[3])
  return toBeHex(words ^ BigInt(zeroPadBytes(getBytes(governor.target as string), 32)), 32)
}

/** Lets the time pass until votes are taken. */
export async function opened({ governor, id: motionId }: Motion): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalSnapshot(motionId)) + 1n)
}

/** Lets the time pass until no vote is taken any more. */
export async function closed({ governor, id: motionId }: Motion): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalDeadline(motionId)) + 1n)
}

export async function vote(
  world: Governance,
  motion: Motion,
  seat: SeatName,
  how: keyof typeof support,
): Promise<ContractTransactionResponse> {
  return motion.governor.connect(world.seats[seat]).castVote(motion.id, support[how])
}

/** Proposed, and its vote open. */
export async function open(world: Governance, kind: MotionKind, calls: readonly Call[], description?: string): Promise<Motion> {
  const motion = await draft(world, kind, calls, description)
  await propose(world, motion)
  await opened(motion)
  return motion
}

/** Proposed and voted for by just enough. */
export async function pass(world: Governance, kind: MotionKind, calls: readonly Call[], description?: string): Promise<Motion> {
  const motion = await open(world, kind, calls, description)
  for (const seat of enough[kind]) await vote(world, motion, seat, 'for')
  return motion
}

/** Passed, queued, and its timelock run out. */
export async function ready(world: Governance, kind: MotionKind, calls: readonly Call[], description?: string): Promise<Motion> {
  const motion = await pass(world, kind, calls, description)
  await motion.governor.queue(...motion.content)
  await networkHelpers.time.increase(periods.timelock)
  return motion
}

/** From proposal to execution; answers with the execution. */
export async function carry(
  world: Governance,
  kind: MotionKind,
  calls: readonly Call[],
  description?: string,
): Promise<ContractTransactionResponse> {
  const motion = await ready(world, kind, calls, description)
  return motion.governor.execute(...motion.content)
}

import type { Board, BoardGovernor, BoardTimelock, ValidatorSet } from '../../../types/index.ts'
import { roleIds } from '../../../src/chain/powers.ts'
import { countryBytes } from './inputs.ts'
import { ethers, networkHelpers, type Signer } from './network.ts'
import { deployRegistry, type Registry } from './registry.ts'
import { founderDetails, fundedSeats, genesisNodes, homeCountries, segmentBytes, segments, type Seats } from './seats.ts'

export const hour = 3_600
export const day = 24 * hour
/** Of both kinds of motion, in seconds. */
export const periods = { votingDelay: hour, votingPeriod: 7 * day, timelock: 2 * day, queue: 5 * day, execution: 3 * day }

/** `kind` of IBoard. */
export const motionKinds = { ordinary: 0, constitution: 1 } as const
export type MotionKind = keyof typeof motionKinds

export type Governance = Registry & {
  readonly validators: ValidatorSet
  readonly board: Board
  readonly ordinaryGovernor: BoardGovernor
  readonly ordinaryTimelock: BoardTimelock
  readonly constitutionGovernor: BoardGovernor
  readonly constitutionTimelock: BoardTimelock
  readonly seats: Seats
}

/** The registry in the board's hands: the deployer has no role left. */
export async function governedRegistry(): Promise<Governance> {
  return govern(await deployRegistry())
}

/** Founds a board and gives it everything that the deployer of `registry` has. */
export async function govern<T extends Registry>(registry: T): Promise<T & Governance> {
  const { authority, actors } = registry
  const seats = await fundedSeats()
  const deployer = actors.board.address
  const home = homeCountries.map(countryBytes)
  const validators = await deploy<ValidatorSet>('ValidatorSet', [
    genesisNodes(),
    [],
    home,
    segments.map(segmentBytes),
    90 * day,
    deployer,
    deployer,
    deployer,
  ])
  const board = await deploy<Board>('Board', [authority.target, validators.target, founderDetails()])
  const [ordinaryGovernor, ordinaryTimelock] = await deployGovernor(board, 'ordinary')
  const [constitutionGovernor, constitutionTimelock] = await deployGovernor(board, 'constitution')
  await validators.setGovernance(constitutionTimelock.target, ordinaryTimelock.target, board.target)

  await authority.grantRole(roleIds.BOARD, ordinaryTimelock.target, 0)
  await authority.revokeRole(roleIds.BOARD, deployer)
  await authority.grantRole(roleIds.ADMIN, constitutionTimelock.target, 0)
  await authority.renounceRole(roleIds.ADMIN, deployer)
  // nobody votes in the second in which the seats were given
  await networkHelpers.time.increase(1)
  const governance = { validators, board, ordinaryGovernor, ordinaryTimelock, constitutionGovernor, constitutionTimelock, seats }
  return { ...registry, ...governance }
}

export async function deployGovernor(
  board: Board,
  kind: MotionKind,
  over: Partial<typeof periods> = {},
): Promise<[BoardGovernor, BoardTimelock]> {
  const { votingDelay, votingPeriod, timelock, queue, execution } = { ...periods, ...over }
  const name = kind === 'ordinary' ? 'OrdinaryGovernor' : 'ConstitutionGovernor'
  const governor = await deploy<BoardGovernor>('BoardGovernor', [
    name,
    board.target,
    motionKinds[kind],
    votingDelay,
    votingPeriod,
    timelock,
    queue,
    execution,
  ])
  const timelocks = await ethers.getContractAt('BoardTimelock', await governor.timelock())
  return [governor, timelocks as unknown as BoardTimelock]
}

/** Of the type that the compiler made of the contract. */
async function deploy<T>(name: string, args: readonly unknown[]): Promise<T> {
  return (await ethers.deployContract(name, [...args])) as unknown as T
}

/** The timelock's account, as if a motion of its kind were executed. */
export async function acting(timelock: BoardTimelock): Promise<Signer> {
  const address = await timelock.getAddress()
  await networkHelpers.setBalance(address, 10n ** 18n)
  return ethers.getImpersonatedSigner(address)
}

import { keccak256, toBytes, zeroAddress, type Hex } from 'viem'
import { motionKinds, type MotionKind } from '../../domain/motions/motion-record.ts'
import { boardGovernorAbi } from '../abi/board-governor.generated.ts'
import { boardTimelockAbi } from '../abi/board-timelock.generated.ts'
import { boardAbi } from '../abi/board.generated.ts'
import { validatorSetAbi } from '../abi/validator-set.generated.ts'
import { timelockMadeBy } from '../lay-out/lay-out.ts'
import { governorOf, timelockOf } from '../motions/governance.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { finding, listFinding, type Examined } from './finding.ts'

const day = 86_400

/** Roles of OpenZeppelin's TimelockController. Its ADMIN, 0, is nobody's. */
const timelockRoles = ['PROPOSER', 'EXECUTOR', 'CANCELLER'] as const
const roleHash = (role: string): Hex => (role === 'ADMIN' ? `0x${'0'.repeat(64)}` : keccak256(toBytes(`${role}_ROLE`)))

/** That board, Governors, timelocks and ValidatorSet answer to each other, and to nobody else. */
export async function examineGovernance(registry: ChainRegistry): Promise<Examined[]> {
  const { client, deployment } = registry
  const { Board, ValidatorSet, Authority, ConstitutionTimelock, OrdinaryTimelock } = deployment.contracts
  const board = { address: Board.address, abi: boardAbi } as const
  const nodes = { address: ValidatorSet.address, abi: validatorSetAbi } as const
  const lower = async (reading: Promise<string>) => (await view(() => reading)).toLowerCase()
  const motions = await Promise.all(motionKinds.map((kind) => examineMotions(registry, kind)))
  return [
    ...motions.flat(),
    finding('Board: authority', await lower(client.readContract({ ...board, functionName: 'authority' })), Authority.address),
    finding('Board: home countries of', await lower(client.readContract({ ...board, functionName: 'validatorSet' })), ValidatorSet.address),
    finding(
      'ValidatorSet: constitution',
      await lower(client.readContract({ ...nodes, functionName: 'constitution' })),
      ConstitutionTimelock.address,
    ),
    finding('ValidatorSet: ordinary', await lower(client.readContract({ ...nodes, functionName: 'ordinary' })), OrdinaryTimelock.address),
    finding('ValidatorSet: board', await lower(client.readContract({ ...nodes, functionName: 'board' })), Board.address),
  ]
}

/**
 * A Governor and its timelock. Roles of the timelock are given in its constructor alone, as its code says; the address of the timelock shows
 * that this Governor ran it. So nobody but the Governor can have one; whom it would be worst of is asked for all the same.
 */
async function examineMotions({ client, deployment }: ChainRegistry, kind: MotionKind): Promise<Examined[]> {
  const { contracts, settings } = deployment
  const [governor, timelock] = [governorOf(contracts, kind), timelockOf(contracts, kind)]
  const shared = { address: governor, abi: boardGovernorAbi } as const
  const name = kind === 'ordinary' ? 'Ordinary' : 'Constitution'
  const hasRole = (role: string, account: Hex) =>
    view(() => client.readContract({ address: timelock, abi: boardTimelockAbi, functionName: 'hasRole', args: [roleHash(role), account] }))
  const others = [zeroAddress, timelock, ...(typeof settings['deployer'] === 'string' ? [settings['deployer'] as Hex] : [])]
  const holders = async (role: string) => {
    const held = await Promise.all([governor, ...others].map((account) => hasRole(role, account)))
    return [governor, ...others].filter((_, index) => held[index])
  }
  return [
    finding(
      `${name}Governor: seats of`,
      (await view(() => client.readContract({ ...shared, functionName: 'token' }))).toLowerCase(),
      contracts.Board.address,
    ),
    finding(
      `${name}Governor: timelock`,
      (await view(() => client.readContract({ ...shared, functionName: 'timelock' }))).toLowerCase(),
      timelock,
    ),
    finding(`${name}Governor: kind`, motionKinds[await view(() => client.readContract({ ...shared, functionName: 'kind' }))], kind),
    finding(`${name}Timelock: made by`, timelockMadeBy(governor) === timelock ? governor : 'somebody else', governor),
    ...(await Promise.all(timelockRoles.map(async (role) => listFinding(`${name}Timelock: ${role}`, await holders(role), [governor])))),
    listFinding(`${name}Timelock: ADMIN`, await holders('ADMIN'), []),
  ]
}

/** Who is to see a motion coming needs a day at least. */
export async function remarksOnPeriods({ client, deployment }: ChainRegistry): Promise<string[]> {
  const remarks = motionKinds.map(async (kind) => {
    const address = timelockOf(deployment.contracts, kind)
    const delay = await view(() => client.readContract({ address, abi: boardTimelockAbi, functionName: 'getMinDelay' }))
    return Number(delay) < day ? [`timelock of motions of the kind ${kind}: ${delay} s. Short periods: a development chain`] : []
  })
  return (await Promise.all(remarks)).flat()
}

import { id, ZeroHash } from 'ethers'
import { periods, type MotionKind } from '../support/governance.ts'
import { saltOf } from '../support/motion.ts'
import { nobodys, type ContractKey, type Row } from './row.ts'
import type { AccessWorld } from './world.ts'

const timelocks: readonly (readonly [contract: ContractKey, kind: MotionKind])[] = [
  ['ordinaryTimelock', 'ordinary'],
  ['constitutionTimelock', 'constitution'],
]
const proposer = id('PROPOSER_ROLE')

/** The Governor's alone. What is for nobody at all changes nothing, and stands in kinds.test.ts. */
export const timelockRows: readonly Row[] = timelocks.flatMap(([contract, kind]): Row[] => {
  const waiting = ({ motions }: AccessWorld) => {
    const { queued } = motions[kind]
    const [targets, values, calldatas] = queued.content
    return { batch: [targets, values, calldatas, ZeroHash, saltOf(queued)], one: [targets[0], 0, calldatas[0], ZeroHash, saltOf(queued)] }
  }
  const governors = (name: string, args: Row['args']): Row => nobodys(contract, name, args, 'AccessControlUnauthorizedAccount')

  return [
    governors('schedule', (world) => [...waiting(world).one, periods.timelock]),
    governors('scheduleBatch', (world) => [...waiting(world).batch, periods.timelock]),
    governors('execute', (world) => waiting(world).one),
    governors('executeBatch', (world) => waiting(world).batch),
    governors('cancel', () => [id('operation')]),
    governors('grantRole', ({ actors }) => [proposer, actors.intruder.address]),
    governors('revokeRole', ({ ordinaryGovernor }) => [proposer, ordinaryGovernor.target]),
    nobodys(contract, 'renounceRole', ({ actors }, actor) => [proposer, actors[actor].address], 'BoardTimelockFixed'),
  ]
})

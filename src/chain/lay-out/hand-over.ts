import { encodeFunctionData, type Hex } from 'viem'
import type { Consortium } from '../../domain/consortium.ts'
import { authorityAbi as abi } from '../abi/authority.generated.ts'
import { validatorSetAbi } from '../abi/validator-set.generated.ts'
import { roleIds, staffRoles } from '../powers.ts'
import type { Laid } from './lay-out.ts'

/**
 * Calls of the Authority, to be made in one: the ValidatorSet gets its governance, the staff their roles, the board BOARD (which is
 * those roles' admin from now on) and ADMIN. The deployer loses what it had; ADMIN, by which it does all this, at the very end.
 */
export function handOver(laid: Laid, deployer: Hex, { staff }: Consortium): Hex[] {
  const grant = (role: bigint, account: Hex) => encodeFunctionData({ abi, functionName: 'grantRole', args: [role, account, 0] })
  const revoke = (role: bigint) => encodeFunctionData({ abi, functionName: 'revokeRole', args: [role, deployer] })
  const [constitution, ordinary] = [laid.ConstitutionTimelock.address, laid.OrdinaryTimelock.address]
  const setGovernance = encodeFunctionData({
    abi: validatorSetAbi,
    functionName: 'setGovernance',
    args: [constitution, ordinary, laid.Board.address],
  })
  return [
    encodeFunctionData({ abi, functionName: 'execute', args: [laid.ValidatorSet.address, setGovernance] }),
    revoke(roleIds.REGISTRAR),
    ...staffRoles.map((role) => grant(roleIds[role], staff[role.toLowerCase() as keyof Consortium['staff']] as Hex)),
    ...staffRoles.map((role) => encodeFunctionData({ abi, functionName: 'setRoleAdmin', args: [roleIds[role], roleIds.BOARD] })),
    grant(roleIds.BOARD, ordinary),
    revoke(roleIds.BOARD),
    grant(roleIds.ADMIN, constitution),
    revoke(roleIds.ADMIN),
  ]
}

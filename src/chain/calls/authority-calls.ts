import { encodeFunctionData, parseAbi, type Hex } from 'viem'
import { authorityAbi as abi } from '../abi/authority.generated.ts'
import type { recordContracts } from '../deployment.ts'
import { roleIds, type RoleName } from '../powers.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'
import { setNodeGovernance } from './validator-calls.ts'

/** UUPS (ERC-1822), of every record contract's proxy. */
export const upgradeAbi = parseAbi(['function upgradeToAndCall(address newImplementation, bytes data) payable'])

/** Ordinary motion for the staff's roles, else the constitution. */
export function grantRole({ Authority }: Contracts, role: RoleName, account: string): ContractCall {
  return toCall(Authority, encodeFunctionData({ abi, functionName: 'grantRole', args: [roleIds[role], account as Hex, 0] }))
}

/** Who could grant it. */
export function revokeRole({ Authority }: Contracts, role: RoleName, account: string): ContractCall {
  return toCall(Authority, encodeFunctionData({ abi, functionName: 'revokeRole', args: [roleIds[role], account as Hex] }))
}

export type RecordContractName = (typeof recordContracts)[number]

/** Constitution: other code behind the proxy. @param data a call that the proxy then makes to it, `0x` for none */
export function upgradeContract(contracts: Contracts, name: RecordContractName, implementation: string, data: Hex): ContractCall {
  const args = [implementation as Hex, data] as const
  return toCall(contracts[name], encodeFunctionData({ abi: upgradeAbi, functionName: 'upgradeToAndCall', args }))
}

/** Another board with its timelocks, deployed beforehand. */
export type Governance = { readonly board: string; readonly ordinary_timelock: string; readonly constitution_timelock: string }

/** Constitution, its last act: hands every power to another governance. The order matters: ADMIN goes last. */
export function replaceGovernance(contracts: Contracts, { board, ordinary_timelock, constitution_timelock }: Governance): ContractCall[] {
  const { OrdinaryTimelock, ConstitutionTimelock } = contracts
  return [
    grantRole(contracts, 'BOARD', ordinary_timelock),
    grantRole(contracts, 'ADMIN', constitution_timelock),
    setNodeGovernance(contracts, { constitution: constitution_timelock, ordinary: ordinary_timelock, board }),
    revokeRole(contracts, 'BOARD', OrdinaryTimelock.address),
    revokeRole(contracts, 'ADMIN', ConstitutionTimelock.address),
  ]
}

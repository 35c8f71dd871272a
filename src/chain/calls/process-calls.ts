import { encodeFunctionData, type Hex } from 'viem'
import { keyReasons, toCode, type KeyReason, type RecordState } from '../../domain/enumerations.ts'
import { Problem } from '../../domain/problem.ts'
import { processRegistryAbi as abi } from '../abi/process-registry.generated.ts'
import { toCall, type ContractCall, type Contracts, type StaffRole } from './contract-call.ts'

/** The caller's own, or, by an assessor, one on `ownerId`'s behalf. */
export function createProcess({ ProcessRegistry }: Contracts, ownerId: string | undefined): ContractCall {
  const data =
    ownerId === undefined
      ? encodeFunctionData({ abi, functionName: 'create' })
      : encodeFunctionData({ abi, functionName: 'createFor', args: [ownerId as Hex] })
  return toCall(ProcessRegistry, data)
}

/** The process's owner. */
export function grantRegistration({ ProcessRegistry }: Contracts, processId: string, entityId: string): ContractCall {
  return toCall(ProcessRegistry, encodeFunctionData({ abi, functionName: 'grant', args: [Number(processId), entityId as Hex] }))
}

/** The process's owner. */
export function withdrawGrant({ ProcessRegistry }: Contracts, processId: string, entityId: string): ContractCall {
  return toCall(ProcessRegistry, encodeFunctionData({ abi, functionName: 'withdrawGrant', args: [Number(processId), entityId as Hex] }))
}

/** The process's owner, or an entity with a grant. */
export function nameLineAccount({ ProcessRegistry }: Contracts, processId: string, account: string): ContractCall {
  return toCall(ProcessRegistry, encodeFunctionData({ abi, functionName: 'nameLineAccount', args: [Number(processId), account as Hex] }))
}

/** Who named it. */
export function withdrawLineAccount({ ProcessRegistry }: Contracts, processId: string, account: string): ContractCall {
  const args = [Number(processId), account as Hex] as const
  return toCall(ProcessRegistry, encodeFunctionData({ abi, functionName: 'withdrawLineAccount', args }))
}

const functions = {
  programme_manager: { suspended: 'suspendAsProgrammeManager', active: 'reinstateAsProgrammeManager' },
  regulator: { suspended: 'suspendAsRegulator', active: 'reinstateAsRegulator' },
} as const

/** Supervision; the board revokes, and grants appeals. @throws Problem `role_missing` where that role has no such function */
export function setProcessState(
  { ProcessRegistry }: Contracts,
  as: StaffRole,
  processId: string,
  state: RecordState,
  reason: KeyReason,
): ContractCall {
  const [id, code] = [Number(processId), toCode(keyReasons, reason)]
  if (as === 'board' && state === 'revoked') {
    return toCall(ProcessRegistry, encodeFunctionData({ abi, functionName: 'revoke', args: [id, code] }))
  }
  if (as === 'board' && state === 'active') {
    return toCall(ProcessRegistry, encodeFunctionData({ abi, functionName: 'reinstateAsBoard', args: [id] }))
  }
  if ((as !== 'programme_manager' && as !== 'regulator') || state === 'revoked') {
    throw new Problem('role_missing', { detail: `making a process ${state} is not for the ${as}` })
  }
  const data =
    state === 'active'
      ? encodeFunctionData({ abi, functionName: functions[as].active, args: [id] })
      : encodeFunctionData({ abi, functionName: functions[as].suspended, args: [id, code] })
  return toCall(ProcessRegistry, data)
}

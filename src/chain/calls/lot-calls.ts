import { encodeFunctionData } from 'viem'
import { keyReasons, toCode, type KeyReason, type RecordState } from '../../domain/enumerations.ts'
import { Problem } from '../../domain/problem.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import type { KeyAuthority } from './key-calls.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'

const withoutReason = {
  owner: { active: 'reinstateLot', eol: 'retireLot' },
  process_owner: { active: 'withdrawLotReport' },
  programme_manager: { active: 'reinstateLotAsProgrammeManager' },
  regulator: { active: 'reinstateLotAsRegulator' },
  board: { active: 'reinstateLotAsBoard' },
} as const
const withReason = {
  owner: { suspended: 'suspendLot', revoked: 'revokeLot' },
  process_owner: { suspended: 'reportLot' },
  programme_manager: { suspended: 'suspendLotAsProgrammeManager' },
  regulator: { suspended: 'suspendLotAsRegulator' },
} as const

type Names<T> = Partial<Record<KeyAuthority, Partial<Record<RecordState, NamesIn<T>>>>>
type NamesIn<T> = { [A in keyof T]: T[A][keyof T[A]] }[keyof T]

/** Of the owner: the keys that follow the lot; of everybody else: all its keys. @throws Problem `role_missing` where that authority has no such function */
export function setLotState(
  { KeyRegistry }: Contracts,
  as: KeyAuthority,
  lotId: string,
  state: RecordState,
  reason: KeyReason,
): ContractCall {
  const plain = (withoutReason as Names<typeof withoutReason>)[as]?.[state]
  if (plain !== undefined) return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: plain, args: [Number(lotId)] }))
  const reasoned = (withReason as Names<typeof withReason>)[as]?.[state]
  if (reasoned === undefined) throw new Problem('role_missing', { detail: `making a lot ${state} is not for the ${as}` })
  const args = [Number(lotId), toCode(keyReasons, reason)] as const
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: reasoned, args }))
}

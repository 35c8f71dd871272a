import { encodeFunctionData, getAbiItem, toFunctionSelector } from 'viem'
import { keyReasons, toCode, type KeyReason } from '../../domain/enumerations.ts'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import { toCall, type ContractCall, type Contracts, type StaffRole } from './contract-call.ts'

/** Most keys of one transaction: about 11.5 million gas. */
export const keysPerCall = 500

const createKeysSelector = toFunctionSelector(getAbiItem({ abi, name: 'createKeys' }))

/** Who has the right to register under the process. @param lotId undefined opens a lot */
export function createKeys({ KeyRegistry }: Contracts, processId: string, lotId: string | undefined, keyIds: readonly Hex[]): ContractCall {
  // two numbers, where the list begins, its length, the list: viem's encoder takes longer over 500 keys than it takes to sign them
  const words = [BigInt(processId), BigInt(lotId ?? 0), 0x60n, BigInt(keyIds.length)].map((word) => word.toString(16).padStart(64, '0'))
  return toCall(KeyRegistry, `${createKeysSelector}${words.join('')}${keyIds.map((keyId) => keyId.slice(2)).join('')}`)
}

/** Enough gas to create `count` keys: measured are 23,400 a key at 500, and 150,000 for the first of a lot. */
export const gasToCreate = (count: number): bigint => 400_000n + 25_000n * BigInt(count)

/** Whose right a change of keys uses: each has a function of its own in the contract. */
export type KeyAuthority = 'owner' | 'process_owner' | StaffRole
export type KeyChange = 'active' | 'suspended' | 'revoked' | 'eol' | 'void'

const withoutReason = {
  owner: { active: 'reinstateKeys', eol: 'retireKeys' },
  process_owner: { active: 'withdrawReport' },
  programme_manager: { active: 'reinstateKeysAsProgrammeManager' },
  regulator: { active: 'reinstateKeysAsRegulator' },
  board: { active: 'reinstateKeysAsBoard' },
} as const
const withReason = {
  owner: { suspended: 'suspendKeys', revoked: 'revokeKeys' },
  process_owner: { suspended: 'reportKeys' },
  programme_manager: { suspended: 'suspendKeysAsProgrammeManager' },
  regulator: { suspended: 'suspendKeysAsRegulator' },
  board: { void: 'voidKeys' },
} as const

type Names<F extends string> = Partial<Record<KeyAuthority, Partial<Record<KeyChange, F>>>>
type Plain =
  | 'reinstateKeys'
  | 'retireKeys'
  | 'withdrawReport'
  | 'reinstateKeysAsProgrammeManager'
  | 'reinstateKeysAsRegulator'
  | 'reinstateKeysAsBoard'
type Reasoned = 'suspendKeys' | 'revokeKeys' | 'reportKeys' | 'suspendKeysAsProgrammeManager' | 'suspendKeysAsRegulator' | 'voidKeys'

/** @throws Problem `role_missing` where that authority has no such function */
export function setKeyStatus(
  { KeyRegistry }: Contracts,
  as: KeyAuthority,
  keyIds: readonly Hex[],
  status: KeyChange,
  reason: KeyReason,
): ContractCall {
  const plain = (withoutReason as Names<Plain>)[as]?.[status]
  if (plain !== undefined) return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: plain, args: [keyIds] }))
  const reasoned = (withReason as Names<Reasoned>)[as]?.[status]
  if (reasoned === undefined) throw new Problem('role_missing', { detail: `making a key ${status} is not for the ${as}` })
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: reasoned, args: [keyIds, toCode(keyReasons, reason)] }))
}

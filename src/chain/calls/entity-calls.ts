import { encodeFunctionData, stringToHex, type Hex } from 'viem'
import { roles, toBits, type Role } from '../../domain/bit-fields.ts'
import { entityTypes, toCode, type EntityType } from '../../domain/enumerations.ts'
import { toSeconds } from '../../domain/fields.ts'
import type { RegisterEntityInput } from '../../domain/inputs/entity.ts'
import { entityRegistryAbi as abi } from '../abi/entity-registry.generated.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'

/** Table 9 without what only the registry says. */
export type EntityDetails = {
  readonly type: EntityType
  readonly name: string
  readonly rlid: string
  readonly country: string
  readonly group: string
  readonly pen: number | null
}

const details = ({ type, name, rlid, country, group, pen }: EntityDetails) =>
  ({ entityType: toCode(entityTypes, type), name, rlid, country: stringToHex(country, { size: 2 }), group, pen: pen ?? 0 }) as const

const roleBits = (role: readonly Role[]) => Number(toBits(roles, role))

/** Registrar. `entity_id` becomes the entity's name for ever, and its first controller. */
export function registerEntity({ EntityRegistry }: Contracts, input: RegisterEntityInput): ContractCall {
  const args = [input.entity_id as Hex, details(input), roleBits(input.role), input.role_certification] as const
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'register', args }))
}

/** Registrar. */
export function updateEntity({ EntityRegistry }: Contracts, entityId: string, input: EntityDetails): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'update', args: [entityId as Hex, details(input)] }))
}

/** Registrar. */
export function setRole({ EntityRegistry }: Contracts, entityId: string, role: readonly Role[]): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'setRole', args: [entityId as Hex, roleBits(role)] }))
}

/** Registrar. */
export function setRoleCertification({ EntityRegistry }: Contracts, entityId: string, roleCertification: string): ContractCall {
  const args = [entityId as Hex, roleCertification] as const
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'setRoleCertification', args }))
}

/** Registrar. */
export function setEntityState({ EntityRegistry }: Contracts, entityId: string, state: 'active' | 'suspended'): ContractCall {
  const functionName = state === 'active' ? 'reinstate' : 'suspend'
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName, args: [entityId as Hex] }))
}

/** Registrar, for a lost controller: `account` can accept after seven days, unless the controller calls it off. */
export function replaceController({ EntityRegistry }: Contracts, entityId: string, account: string): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'replaceController', args: [entityId as Hex, account as Hex] }))
}

/** Board. @param until RFC 3339 */
export function accredit({ EntityRegistry }: Contracts, entityId: string, until: string): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'accredit', args: [entityId as Hex, toSeconds(until)] }))
}

/** Board; final. @param since RFC 3339 */
export function strikeOff({ EntityRegistry }: Contracts, entityId: string, since: string): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'strikeOff', args: [entityId as Hex, toSeconds(since)] }))
}

/** The entity's controller: the first of two steps. */
export function proposeController({ EntityRegistry }: Contracts, account: string): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'proposeController', args: [account as Hex] }))
}

/** The entity's controller. */
export function cancelControllerReplacement({ EntityRegistry }: Contracts): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'cancelControllerReplacement' }))
}

/** The proposed account: the second step. */
export function acceptController({ EntityRegistry }: Contracts, entityId: string): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'acceptController', args: [entityId as Hex] }))
}

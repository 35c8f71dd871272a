import { encodeFunctionData, type Hex } from 'viem'
import { entityRegistryAbi as abi } from '../abi/entity-registry.generated.ts'
import type { QuotaNumbers } from '../reads/quota.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'

/** Registrar. 0: the default. */
export function setQuota({ EntityRegistry }: Contracts, entityId: string, { keys, records }: QuotaNumbers): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'setQuota', args: [entityId as Hex, keys, records] }))
}

/** Registrar. Neither is 0. */
export function setDefaultQuota({ EntityRegistry }: Contracts, { keys, records }: QuotaNumbers): ContractCall {
  return toCall(EntityRegistry, encodeFunctionData({ abi, functionName: 'setDefaultQuota', args: [keys, records] }))
}

import { encodeFunctionData } from 'viem'
import { returnWays, toCode, type ReturnWay } from '../../domain/enumerations.ts'
import type { Hex } from '../../domain/fields.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'

/** The keys' one owner, or an installer that it named. */
export function installKeys({ KeyRegistry }: Contracts, keyIds: readonly Hex[]): ContractCall {
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'installKeys', args: [keyIds] }))
}

/** The keys' one owner, or an installer that it named. */
export function returnKeys({ KeyRegistry }: Contracts, keyIds: readonly Hex[], way: ReturnWay): ContractCall {
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'returnKeys', args: [keyIds, toCode(returnWays, way)] }))
}

/** The owner of both keys, or an installer that it named. */
export function replaceKey({ KeyRegistry }: Contracts, keyId: Hex, replacementId: Hex): ContractCall {
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'replaceKey', args: [keyId, replacementId] }))
}

/** An owner of keys: who may install them besides; or no longer. */
export function setInstaller({ KeyRegistry }: Contracts, installerId: string, isNamed: boolean): ContractCall {
  const functionName = isNamed ? 'nameInstaller' : 'withdrawInstaller'
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName, args: [installerId as Hex] }))
}

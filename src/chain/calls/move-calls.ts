import { encodeFunctionData } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'

/** The board: keys of an owner that cannot hand them on itself. */
export function moveKeys({ KeyRegistry }: Contracts, fromId: string, toId: string, keyIds: readonly Hex[]): ContractCall {
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'moveKeys', args: [fromId as Hex, toId as Hex, keyIds] }))
}

/** The board: a lot of such an owner, with the keys that follow it. */
export function moveLot({ KeyRegistry }: Contracts, lotId: string, toId: string): ContractCall {
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'moveLot', args: [Number(lotId), toId as Hex] }))
}

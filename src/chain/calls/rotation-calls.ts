import { encodeFunctionData, toHex } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'

/** `publicKey`: the successor's canonical SubjectPublicKeyInfo. `signature`: its DER ECDSA-Sig-Value. `overlapSeconds`: both keys are good. */
export type Rotation = {
  readonly keyId: Hex
  readonly successorId: Hex
  readonly overlapSeconds: number
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
}

/** The owner of both keys. */
export function rotateKey({ KeyRegistry }: Contracts, rotation: Rotation): ContractCall {
  const { keyId, successorId, overlapSeconds, publicKey, signature } = rotation
  const args = [keyId, successorId, overlapSeconds, toHex(publicKey), toHex(signature)] as const
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'rotateKey', args }))
}

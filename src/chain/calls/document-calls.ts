import { encodeFunctionData, type Hex } from 'viem'
import { documentKinds, toCode } from '../../domain/enumerations.ts'
import type { DocumentInput } from '../../domain/inputs/document.ts'
import { documentRegistryAbi as abi } from '../abi/document-registry.generated.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'

/** Board. */
export function registerDocument({ DocumentRegistry }: Contracts, { kind, title, version, sha256 }: DocumentInput): ContractCall {
  const details = { kind: toCode(documentKinds, kind), title, version, sha256Hash: sha256 as Hex }
  return toCall(DocumentRegistry, encodeFunctionData({ abi, functionName: 'register', args: [details] }))
}

/** Board; final: the document applies no longer. What cites it stays as it is. */
export function withdrawDocument({ DocumentRegistry }: Contracts, sha256: string): ContractCall {
  return toCall(DocumentRegistry, encodeFunctionData({ abi, functionName: 'withdraw', args: [sha256 as Hex] }))
}

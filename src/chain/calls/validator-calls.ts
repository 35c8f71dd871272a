import { encodeFunctionData, type Hex } from 'viem'
import { parseEnode } from '../../domain/enode.ts'
import type { NodeEntry, NodeFacts } from '../../domain/validators.ts'
import { validatorSetAbi as abi } from '../abi/validator-set.generated.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'
import { toChainEntry, toChainFacts, toChainSegment } from './node-entry.ts'

/** Constitution. `signature` is the node key's over `entryDigest`. */
export function vetNode({ ValidatorSet }: Contracts, entry: NodeEntry, signature: Hex): ContractCall {
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'vet', args: [toChainEntry(entry), signature] }))
}

/** Constitution; a node on standby. */
export function dismissNode({ ValidatorSet }: Contracts, account: string): ContractCall {
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'dismiss', args: [account as Hex] }))
}

/** Constitution: validators leave, nodes on standby join, in one step. */
export function changeValidators(contracts: Contracts, leaving: readonly string[], joining: readonly string[]): ContractCall {
  return replace(contracts, 'change', leaving, joining)
}

/** Ordinary motion: the same, as many joining as leaving. */
export function swapValidators(contracts: Contracts, leaving: readonly string[], joining: readonly string[]): ContractCall {
  return replace(contracts, 'swap', leaving, joining)
}

/** Ordinary motion: what takes the node out of no count. */
export function recordNodeFacts({ ValidatorSet }: Contracts, account: string, facts: NodeFacts): ContractCall {
  const args = [account as Hex, toChainFacts(facts)] as const
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'recordFacts', args }))
}

/** Constitution: whatever is true. */
export function correctNodeFacts({ ValidatorSet }: Contracts, account: string, facts: NodeFacts): ContractCall {
  const args = [account as Hex, toChainFacts(facts)] as const
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'correctFacts', args }))
}

/** Constitution: the last account is lost. */
export function setNodeOperatorAccount({ ValidatorSet }: Contracts, account: string, operatorAccount: string): ContractCall {
  const args = [account as Hex, operatorAccount as Hex] as const
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'setOperatorAccount', args }))
}

/** Constitution: replaces the list. */
export function setSegments({ ValidatorSet }: Contracts, segments: readonly string[]): ContractCall {
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'setSegments', args: [segments.map(toChainSegment)] }))
}

/** Constitution. @param days 1 to 365, of breaches to come */
export function setBreachTerm({ ValidatorSet }: Contracts, days: number): ContractCall {
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'setBreachTerm', args: [days * 86_400] }))
}

/** What governs the nodes: the two timelocks and the board. */
export type NodeGovernance = { readonly constitution: string; readonly ordinary: string; readonly board: string }

/** Constitution. */
export function setNodeGovernance({ ValidatorSet }: Contracts, { constitution, ordinary, board }: NodeGovernance): ContractCall {
  const args = [constitution as Hex, ordinary as Hex, board as Hex] as const
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'setGovernance', args }))
}

/** The node's operator. @param enode with the new key; its address does not count. `signature` is the new key's over `rotationDigest`. */
export function rotateNodeKey({ ValidatorSet }: Contracts, account: string, enode: string, signature: Hex): ContractCall {
  const { public_key_x, public_key_y } = parseEnode(enode)
  const args = [account as Hex, public_key_x, public_key_y, signature] as const
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'rotate', args }))
}

/** The node's operator. @param enode with the new address; its key does not count. */
export function setNodeEndpoint({ ValidatorSet }: Contracts, account: string, enode: string): ContractCall {
  const { ip_bytes, port } = parseEnode(enode)
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName: 'setEndpoint', args: [account as Hex, ip_bytes, port] }))
}

function replace({ ValidatorSet }: Contracts, functionName: 'change' | 'swap', leaving: readonly string[], joining: readonly string[]) {
  const args = [leaving as readonly Hex[], joining as readonly Hex[]] as const
  return toCall(ValidatorSet, encodeFunctionData({ abi, functionName, args }))
}

import { encodeAbiParameters, hexToString, keccak256, parseAbiParameters, stringToHex, type ContractFunctionArgs, type Hex } from 'viem'
import { sign } from 'viem/accounts'
import { accountOfEnode, formatEnode, parseEnode } from '../../domain/enode.ts'
import type { NodeEntry, NodeFacts } from '../../domain/validators.ts'
import { validatorSetAbi } from '../abi/validator-set.generated.ts'
import { address } from '../records/fields.ts'

/** A node's entry as the contract takes it. */
export type ChainNodeEntry = ContractFunctionArgs<typeof validatorSetAbi, 'nonpayable', 'vet'>[0]

/** Where a signature counts, and how often the signing key's account was entered before (`readNodeNonce`). */
export type SignedPlace = { readonly chain_id: number; readonly validator_set: string; readonly nonce: bigint }

/** @throws Problem `invalid_input`, field `enode` */
export function toChainEntry(entry: NodeEntry): ChainNodeEntry {
  const { public_key_x, public_key_y, ip_bytes, port } = parseEnode(entry.enode)
  return {
    publicKeyX: public_key_x,
    publicKeyY: public_key_y,
    operatorAccount: entry.operator_account as Hex,
    ip: ip_bytes,
    port,
    facts: toChainFacts(entry),
  }
}

export function toChainFacts({ operator_id, group, control_country, hosting_country, segment }: NodeFacts): ChainNodeEntry['facts'] {
  return {
    operatorId: operator_id as Hex,
    group,
    controlCountry: stringToHex(control_country, { size: 2 }),
    hostingCountry: stringToHex(hosting_country, { size: 2 }),
    segment: toChainSegment(segment),
  }
}

export const toChainSegment = (segment: string): Hex => stringToHex(segment, { size: 32 })
export const fromChainSegment = (segment: Hex): string => hexToString(segment, { size: 32 })

export function fromChainEntry({ publicKeyX, publicKeyY, operatorAccount, ip, port, facts }: ChainNodeEntry): NodeEntry {
  return {
    enode: formatEnode({ public_key_x: publicKeyX, public_key_y: publicKeyY, ip_bytes: ip, port }),
    operator_account: address(operatorAccount),
    operator_id: address(facts.operatorId),
    group: facts.group,
    control_country: hexToString(facts.controlCountry),
    hosting_country: hexToString(facts.hostingCountry),
    segment: fromChainSegment(facts.segment),
  }
}

const entryParameters = [
  ...parseAbiParameters('string purpose, uint256 chainId, address validatorSet, uint256 nonce'),
  validatorSetAbi.find((item) => item.type === 'function' && item.name === 'vet')!.inputs[0],
] as const
const rotationParameters = parseAbiParameters(
  'string purpose, uint256 chainId, address validatorSet, uint256 nonce, address previous, address account',
)

/** What the node's key signs to be vetted: `entryDigest` of IValidatorSet, without asking the chain. */
export function entryDigest(entry: NodeEntry, { chain_id, validator_set, nonce }: SignedPlace): Hex {
  const values = ['derkey validator entry', BigInt(chain_id), validator_set as Hex, nonce, toChainEntry(entry)] as const
  return keccak256(encodeAbiParameters(entryParameters as never, values as never))
}

/** What the key of `enode` signs to take the place of the node `account`: `rotationDigest` of IValidatorSet. */
export function rotationDigest(account: string, enode: string, { chain_id, validator_set, nonce }: SignedPlace): Hex {
  const next = accountOfEnode(parseEnode(enode))
  const values = ['derkey validator rotation', BigInt(chain_id), validator_set as Hex, nonce, account as Hex, next] as const
  return keccak256(encodeAbiParameters(rotationParameters, values))
}

/** `digest` signed by a node's key (Besu's file `key`: 32 bytes in hex): 65 bytes, as the contract takes them. */
export function signDigest(digest: Hex, privateKey: Hex): Promise<Hex> {
  return sign({ hash: digest, privateKey, to: 'hex' })
}

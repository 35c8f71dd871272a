import type { Hex } from '../../domain/fields.ts'
import { bytesOf, decodeRlp, encodeRlp, hexOf, invalid, keccak, listOfBytes, quantity } from './bytes.ts'
import type { ProvenHeader } from './proof.ts'
import { decodeExtraData, unsealed } from './qbft-extra-data.ts'

/** A block as eth_getBlockByNumber gives it. */
export type RpcBlock = Readonly<Record<string, unknown>>

/** Fields of a header in their order in RLP; the later ones are there from London, Shanghai, Cancun and Prague on. */
const fields = [
  'parentHash',
  'sha3Uncles',
  'miner',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'extraData',
  'mixHash',
  'nonce',
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'requestsHash',
] as const
const leastFields = 15
const quantities: readonly string[] = [
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'baseFeePerGas',
  'blobGasUsed',
  'excessBlobGas',
]
const [parentHash, stateRoot, receiptsRoot, number, timestamp, extraData, mixHash] = [0, 3, 5, 8, 11, 12, 13] as const

/** By this mixHash a block says that it is one of a Byzantine-fault-tolerant protocol: ASCII of "ctical byzantine fault tolerance". */
const bftMixHash = '0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365'

/** RLP of the header of a block. @throws Problem `proof_invalid` where a field is missing or no hex */
export function encodeHeader(block: RpcBlock): Hex {
  const present = fields.filter((name, index) => index < leastFields || (block[name] !== undefined && block[name] !== null))
  return hexOf(encodeRlp(present.map((name) => (quantities.includes(name) ? quantity(numberOf(block[name])) : bytesOf(block[name])))))
}

function numberOf(value: unknown): bigint {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(value)) return BigInt(value)
  throw invalid(`a header has the number ${JSON.stringify(value)}`)
}

/** The header with the hash that follows from its fields. @throws Problem `proof_invalid` */
export function decodeHeader(rlp: Hex): ProvenHeader {
  const values = headerFields(rlp)
  const numberAt = (place: number) => {
    const digits = hexOf(values[place]!)
    if (digits.length > 14) throw invalid('a header has a number of more than six bytes')
    return digits === '0x' ? 0 : Number(digits)
  }
  return {
    number: numberAt(number),
    hash: keccak(encodeRlp(isSealed(values) ? withRound(values, 0) : values)),
    parent_hash: hexOf(values[parentHash]!),
    rlp,
    state_root: hexOf(values[stateRoot]!),
    receipts_root: hexOf(values[receiptsRoot]!),
    time: numberAt(timestamp),
  }
}

/** What validators sign, and their signatures; undefined of a block that has no seals: no QBFT, or its block 0. @throws Problem `proof_invalid` */
export function sealsOf(rlp: Hex): { readonly hash: Hex; readonly seals: readonly Uint8Array[] } | undefined {
  const values = headerFields(rlp)
  if (!isSealed(values)) return undefined
  const { round, seals } = decodeExtraData(values[extraData]!)
  return { hash: keccak(encodeRlp(withRound(values, round))), seals }
}

function headerFields(rlp: Hex): Uint8Array[] {
  const values = listOfBytes(decodeRlp(bytesOf(rlp)), 'a header')
  if (values.length < leastFields || values.length > fields.length) throw invalid(`a header has ${values.length} fields`)
  return values
}

/** Round and seals may differ from node to node, and came after the hash: QBFT leaves them out of it. Block 0 has none. */
const isSealed = (values: readonly Uint8Array[]) => values[number]!.length > 0 && hexOf(values[mixHash]!) === bftMixHash

function withRound(values: readonly Uint8Array[], round: number): Uint8Array[] {
  return values.with(extraData, unsealed(decodeExtraData(values[extraData]!), round))
}

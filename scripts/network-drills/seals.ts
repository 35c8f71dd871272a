import { fromRlp, keccak256, recoverAddress, toRlp, type Hex } from 'viem'

/** A block as eth_getBlockByNumber gives it. */
export type RpcBlock = { readonly number: Hex; readonly hash: Hex; readonly timestamp: Hex; readonly extraData: Hex } & Readonly<
  Record<string, unknown>
>

/** What QBFT writes into extraData (EEA QBFT specification 1): `validators` is empty where a contract chooses them. */
export type QbftExtraData = {
  readonly vanity: Hex
  readonly validators: readonly Hex[]
  readonly vote: readonly Hex[]
  /** Round of consensus in which the block was agreed; 0: at the first attempt. */
  readonly round: number
  /** Signatures of 65 bytes, r, s and v (0 or 1), of those who committed to the block. */
  readonly seals: readonly Hex[]
}

/** @throws Error where `extraData` is not that of a QBFT block */
export function decodeExtraData(extraData: Hex): QbftExtraData {
  const fields = fromRlp(extraData, 'hex')
  if (!Array.isArray(fields) || fields.length !== 5) throw new Error(`extraData has ${fields.length} fields, of QBFT it has 5`)
  const [vanity, validators, vote, round, seals] = fields as [Hex, Hex[], Hex[], Hex, Hex[]]
  return { vanity, validators, vote, round: round === '0x' ? 0 : Number(round), seals }
}

/** Fields of a header in their order in the RLP; the later ones are there from London, Shanghai and Cancun on. */
const headerFields = [
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
] as const
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

/** Hash of the header with another extraData. */
function hashOf(block: RpcBlock, extraData: Hex): Hex {
  const values = headerFields
    .map((name): [string, unknown] => [name, name === 'extraData' ? extraData : block[name]])
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => (quantities.includes(name) ? quantity(value as Hex) : (value as Hex)))
  return keccak256(toRlp(values))
}

/** RLP writes numbers without leading zeros, and zero as nothing. */
function quantity(value: Hex): Hex {
  const digits = BigInt(value).toString(16)
  if (digits === '0') return '0x'
  return `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`
}

/** Writes extraData with the round and without the seals: what a seal signs. */
function withoutSeals({ vanity, validators, vote, round }: QbftExtraData): Hex {
  return toRlp([vanity, [...validators], [...vote], quantity(`0x${round.toString(16)}`), []])
}

/** Hash by which the chain knows the block: round and seals differ from node to node, and do not count. */
export function blockHashOf(block: RpcBlock): Hex {
  const extra = decodeExtraData(block.extraData)
  return hashOf(block, toRlp([extra.vanity, [...extra.validators], [...extra.vote], '0x', []]))
}

/** Who sealed the block, in lower case. */
export async function sealersOf(block: RpcBlock): Promise<Hex[]> {
  const extra = decodeExtraData(block.extraData)
  const hash = hashOf(block, withoutSeals(extra))
  const addresses = await Promise.all(extra.seals.map((signature) => recoverAddress({ hash, signature })))
  return addresses.map((address) => address.toLowerCase() as Hex)
}

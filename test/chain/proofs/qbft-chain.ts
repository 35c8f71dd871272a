import { createMerkleProof, createMPT } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import { createPublicClient, custom, encodeAbiParameters, encodeEventTopics, keccak256, parseAbi, type AbiEvent, type Hex } from 'viem'
import { privateKeyToAddress, sign } from 'viem/accounts'
import { validatorSetAbi } from '../../../src/chain/abi/validator-set.generated.ts'
import type { Client } from '../../../src/chain/client.ts'
import { decodeHeader, encodeHeader, sealsOf } from '../../../src/chain/proofs/header.ts'
import type { ProvenHeader } from '../../../src/chain/proofs/proof.ts'
import { firstSlotOf } from '../../../src/chain/proofs/slots.ts'

/** By key 1, 2, 3, …: whoever seals in these tests. */
const keyOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`
export const accountOf = (number: number): Hex => privateKeyToAddress(keyOf(number)).toLowerCase() as Hex

export const validatorSet: Hex = `0x${'5e'.repeat(20)}`
export const recoverySets: Hex = `0x${'4e'.repeat(20)}`
const bftMixHash: Hex = '0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365'

export type Event = { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }

/** What is in a block: who seals it by which key, in which round; what its transactions, one an event, say; lists of contracts after it. */
export type Content = {
  readonly sealers: readonly number[]
  readonly round?: number
  readonly events?: readonly Event[]
  readonly lists?: Readonly<Record<Hex, readonly Hex[]>>
}

type Block = {
  readonly header: ProvenHeader
  readonly rpc: Record<string, unknown>
  readonly receipts: readonly Record<string, unknown>[]
  readonly lists: Content['lists']
}

/** A chain of QBFT blocks in memory, with a node before it. Nobody checks what is put in: that is what the tests are about. */
export async function qbftChain(lists: NonNullable<Content['lists']>) {
  const blocks: Block[] = []
  const mine = async ({ sealers, round = 0, events = [], ...rest }: Content): Promise<ProvenHeader> => {
    const parent = blocks.at(-1)
    const after = { ...parent?.lists, ...rest.lists }
    const number = blocks.length
    const receipts = events.map((event, index) => receiptOf(event, index, number))
    const unsealed = {
      ...headerOf(number, parent?.header.hash ?? `0x${'00'.repeat(32)}`, sealedExtra(round, [])),
      stateRoot: (await stateOf(after)).root,
      receiptsRoot: await receiptsRoot(receipts),
    }
    const { hash = '0x' } = sealsOf(encodeHeader(unsealed)) ?? {}
    const seals = number === 0 ? [] : await Promise.all(sealers.map((key) => sealBy(key, hash)))
    const rpc = { ...unsealed, extraData: sealedExtra(round, seals) }
    const header = decodeHeader(encodeHeader(rpc))
    const placed = receipts.map((receipt) => placedIn(receipt, header.hash))
    blocks.push({
      header,
      rpc: { ...rpc, hash: header.hash, transactions: placed.map(({ transactionHash }) => transactionHash) },
      receipts: placed,
      lists: after,
    })
    return header
  }
  const atNumber = (number: unknown) => blocks[Number(number)]
  const answer = async ({ method, params = [] }: { method: string; params?: unknown }): Promise<unknown> => {
    const [first, second, third] = params as [never, never, never]
    if (method === 'eth_blockNumber') return `0x${(blocks.length - 1).toString(16)}`
    if (method === 'eth_getBlockByNumber') return atNumber(first)?.rpc ?? null
    if (method === 'eth_getBlockByHash') return blocks.find(({ header }) => header.hash === first)?.rpc ?? null
    if (method === 'eth_getBlockReceipts') return blocks.find(({ header }) => header.hash === first)?.receipts ?? null
    if (method === 'eth_getTransactionReceipt') return allReceipts().find(({ transactionHash }) => transactionHash === first) ?? null
    if (method === 'eth_getLogs') return logsOf(first)
    if (method === 'eth_getProof') return (await stateOf(atNumber(third)?.lists ?? {})).prove(first, second)
    throw new TypeError(`the chain answers no ${method}`)
  }
  const allReceipts = () => blocks.flatMap(({ receipts }) => receipts)
  const logsOf = ({ address, topics, fromBlock, toBlock }: { address: Hex[]; topics: Hex[][]; fromBlock: Hex; toBlock: Hex }) =>
    allReceipts()
      .flatMap(({ logs }) => logs as (Event & { blockNumber: Hex })[])
      .filter((log) => Number(log.blockNumber) >= Number(fromBlock) && Number(log.blockNumber) <= Number(toBlock))
      .filter((log) => address.includes(log.address) && topics[0]!.includes(log.topics[0]!))
  const node = { request: answer, asked: [] as string[] }
  const request = (call: { method: string; params?: unknown }) => {
    node.asked.push(call.method)
    return node.request(call)
  }
  const client: Client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
  await mine({ sealers: [], lists })
  /** Takes the last block back. */
  const unmine = () => void blocks.pop()
  return { client, node, mine, unmine, header: (number: number) => blocks[number]!.header }
}

/** RLP of a header with other seals, each of a key over what `of` says. */
export async function resealed(header: ProvenHeader, sealers: readonly number[], over?: Hex): Promise<Hex> {
  const { hash } = sealsOf(header.rlp)!
  const seals = await Promise.all(sealers.map((key) => sealBy(key, over ?? hash)))
  const fields = RLP.decode(header.rlp) as Uint8Array[]
  fields[12] = bytes(sealedExtra(0, seals))
  return hex(RLP.encode(fields))
}

export function validatorsChanged(validators: readonly Hex[], address = validatorSet): Event {
  return { address, ...encoded('ValidatorsChanged', [validators, [], []]) }
}

export function keyRotated(previous: Hex, account: Hex): Event {
  const zero = `0x${'00'.repeat(32)}` as const
  return { address: validatorSet, ...encoded('NodeKeyRotated', [zero, zero], { previous, account }) }
}

export function listCreated(list: Hex, validators: readonly Hex[], address = recoverySets): Event {
  const event = parseAbi(['event ListCreated(address indexed list, address[] validators)'])
  return {
    address,
    topics: encodeEventTopics({ abi: event, args: { list } }) as Hex[],
    data: encodeAbiParameters([{ type: 'address[]' }], [validators]),
  }
}

function encoded(eventName: 'ValidatorsChanged' | 'NodeKeyRotated', values: readonly unknown[], args: Record<string, Hex> = {}) {
  const event = validatorSetAbi.find((item) => item.type === 'event' && item.name === eventName) as AbiEvent
  const topics = encodeEventTopics({ abi: [event], args }) as Hex[]
  return {
    topics,
    data: encodeAbiParameters(
      event.inputs.filter(({ indexed }) => indexed !== true),
      values as never,
    ),
  }
}

async function sealBy(key: number, hash: Hex): Promise<Uint8Array> {
  const { r, s, yParity } = await sign({ hash, privateKey: keyOf(key) })
  return Buffer.concat([bytes(r), bytes(s), Uint8Array.of(yParity ?? 0)])
}

const sealedExtra = (round: number, seals: readonly Uint8Array[]): Hex => hex(RLP.encode([new Uint8Array(32), [], [], round, [...seals]]))

function headerOf(number: number, parentHash: Hex, extraData: Hex) {
  const zero32: Hex = `0x${'00'.repeat(32)}`
  return {
    parentHash,
    sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
    miner: accountOf(1),
    transactionsRoot: zero32,
    logsBloom: `0x${'00'.repeat(256)}`,
    difficulty: '0x1',
    number: `0x${number.toString(16)}`,
    gasLimit: '0x5f5e100',
    gasUsed: '0x0',
    timestamp: `0x${(1_700_000_000 + number).toString(16)}`,
    extraData,
    mixHash: bftMixHash,
    nonce: '0x0000000000000000',
    baseFeePerGas: '0x0',
    withdrawalsRoot: zero32,
    blobGasUsed: '0x0',
    excessBlobGas: '0x0',
    parentBeaconBlockRoot: zero32,
  }
}

function receiptOf(event: Event, index: number, number: number): Record<string, unknown> {
  const transactionHash = keccak256(hex(Buffer.from(`${number} ${index} ${event.data}`)))
  const place = { blockNumber: `0x${number.toString(16)}`, transactionIndex: `0x${index.toString(16)}`, transactionHash }
  const log = { ...event, ...place, logIndex: place.transactionIndex, removed: false }
  return {
    ...place,
    type: '0x2',
    status: '0x1',
    cumulativeGasUsed: '0x5208',
    gasUsed: '0x5208',
    logsBloom: `0x${'00'.repeat(256)}`,
    logs: [log],
  }
}

const placedIn = (receipt: Record<string, unknown>, blockHash: Hex): Record<string, unknown> => ({
  ...receipt,
  blockHash,
  logs: (receipt['logs'] as object[]).map((log) => ({ ...log, blockHash })),
})

async function receiptsRoot(receipts: readonly Record<string, unknown>[]): Promise<Hex> {
  const trie = await createMPT()
  for (const [index, { logs }] of receipts.entries()) {
    const parts = (logs as Event[]).map(({ address, topics, data }) => [bytes(address), topics.map(bytes), bytes(data)])
    await trie.put(RLP.encode(index), Buffer.concat([Uint8Array.of(2), RLP.encode([1, 0x5208, new Uint8Array(256), parts])]))
  }
  return hex(trie.root())
}

/** Contracts with a list at slot 0 each, and nothing else. */
async function stateOf(lists: NonNullable<Content['lists']>) {
  const state = await createMPT({ useKeyHashing: true })
  const storages = new Map<string, Awaited<ReturnType<typeof createMPT>>>()
  for (const [address, list] of Object.entries(lists)) {
    const storage = await createMPT({ useKeyHashing: true })
    if (list.length > 0) await storage.put(slot(0n), RLP.encode(list.length))
    for (const [index, account] of list.entries()) await storage.put(slot(firstSlotOf(0n) + BigInt(index)), RLP.encode(bytes(account)))
    storages.set(address, storage)
    await state.put(bytes(address as Hex), RLP.encode([1, 0, storage.root(), new Uint8Array(32)]))
  }
  return {
    root: hex(state.root()),
    prove: async (address: Hex, slots: readonly Hex[]) => {
      const storage = storages.get(address) ?? (await createMPT({ useKeyHashing: true }))
      const proofs = slots.map(async (key) => ({ key, value: '0x0', proof: (await createMerkleProof(storage, bytes(key))).map(hex) }))
      return { accountProof: (await createMerkleProof(state, bytes(address))).map(hex), storageProof: await Promise.all(proofs) }
    },
  }
}

const bytes = (text: Hex): Uint8Array => Buffer.from(text.slice(2), 'hex')
const hex = (some: Uint8Array): Hex => `0x${Buffer.from(some).toString('hex')}`
const slot = (number: bigint) => bytes(`0x${number.toString(16).padStart(64, '0')}`)

import { createMerkleProof, createMPT } from '@ethereumjs/mpt'
import { formatTransactionReceipt, type RpcTransactionReceipt, type TransactionReceipt } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { findCause, isRpcError } from '../chain-problem.ts'
import type { Client } from '../client.ts'
import { findReceipt } from '../find-receipt.ts'
import { hexOf } from './bytes.ts'
import type { ProvenHeader, ReceiptProof } from './proof.ts'
import { readBlockWithHeader } from './read-header.ts'
import { encodeReceipt, receiptKey } from './receipt-rlp.ts'

type Trie = Awaited<ReturnType<typeof createMPT>>
type ProvableBlock = { readonly hash: Hex; readonly header: ProvenHeader; readonly trie: Trie }

/** Of each node the block that was asked for last: batches of one block are proven one after the other. */
const lastBlocks = new WeakMap<Client, { readonly hash: Hex; readonly block: Promise<ProvableBlock> }>()

/**
 * A proof that a receipt is in its block. One request where the block has one transaction and the receipt is given; of a block with several all
 * receipts are asked for.
 * @throws Problem `chain_nonsense` where the node's receipts are not those of the block's header; `chain_behind`, `chain_refused`, …
 */
export async function proveReceipt(client: Client, receipt: TransactionReceipt | Hex): Promise<ReceiptProof> {
  const known = typeof receipt === 'string' ? await requireReceipt(client, receipt) : receipt
  const { header, trie } = await provableBlock(client, known)
  const nodes = await createMerkleProof(trie, receiptKey(known.transactionIndex))
  return { header: header.rlp, index: known.transactionIndex, nodes: nodes.map(hexOf) }
}

function provableBlock(client: Client, receipt: TransactionReceipt): Promise<ProvableBlock> {
  const hash = receipt.blockHash
  const last = lastBlocks.get(client)
  if (last?.hash === hash) return last.block
  const block = readProvableBlock(client, receipt)
  lastBlocks.set(client, { hash, block })
  // a failure is told to whoever asked, and the next one asks again
  block.catch(() => lastBlocks.delete(client))
  return block
}

async function readProvableBlock(client: Client, receipt: TransactionReceipt): Promise<ProvableBlock> {
  const { header, transactions } = await readBlockWithHeader(client, receipt.blockHash)
  const receipts = transactions.length === 1 ? [receipt] : await readReceipts(client, receipt.blockHash, transactions)
  const trie = await createMPT()
  for (const each of receipts) await trie.put(receiptKey(each.transactionIndex), encodeReceipt(each))
  if (hexOf(trie.root()) === header.receipts_root) return { hash: receipt.blockHash, header, trie }
  throw new Problem('chain_nonsense', {
    detail: `the node's receipts of block ${header.number} are not those of its header: their root is ${hexOf(trie.root())}, the header has ${header.receipts_root}`,
  })
}

/** In one request where the node can do that; EDR cannot. */
async function readReceipts(client: Client, block: Hex, transactions: readonly Hex[]): Promise<readonly TransactionReceipt[]> {
  try {
    const found: unknown = await client.request({ method: 'eth_getBlockReceipts', params: [block] } as never)
    if (Array.isArray(found)) return (found as RpcTransactionReceipt[]).map((each) => formatTransactionReceipt(each))
  } catch (error) {
    if (findCause(error, isRpcError) === undefined) throw error
  }
  return Promise.all(transactions.map((hash) => requireReceipt(client, hash)))
}

async function requireReceipt(client: Client, hash: Hex): Promise<TransactionReceipt> {
  const receipt = await findReceipt(client, hash)
  if (receipt === undefined) throw new Problem('chain_behind', { detail: `the node has no receipt of transaction ${hash}` })
  return receipt
}

import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { ask } from '../chain-problem.ts'
import type { Client } from '../client.ts'
import { encodeHeader, type RpcBlock } from './header.ts'
import type { ProvenHeader } from './proof.ts'
import { verifyHeader } from './verify-header.ts'

/**
 * A block's header, by its number or hash; that the node gave the fields of that hash is checked, that the chain has this block is not.
 * @throws Problem `chain_behind` where the node has no such block, `chain_nonsense` where the fields do not hash to the hash
 */
export async function readHeader(client: Client, block: number | Hex): Promise<ProvenHeader> {
  return (await readBlockWithHeader(client, block)).header
}

/** The same, with the hashes of the block's transactions as the node gives them. */
export async function readBlockWithHeader(
  client: Client,
  block: number | Hex,
): Promise<{ readonly header: ProvenHeader; readonly transactions: readonly Hex[] }> {
  const found = await readRpcBlock(client, block)
  const header = headerOf(found)
  if (typeof block === 'number' ? header.number !== block : header.hash !== block.toLowerCase()) {
    throw new Problem('chain_nonsense', { detail: `asked for block ${block} the node gave block ${header.number}, ${header.hash}` })
  }
  return { header, transactions: Array.isArray(found['transactions']) ? (found['transactions'] as Hex[]) : [] }
}

async function readRpcBlock(client: Client, block: number | Hex): Promise<RpcBlock> {
  const found: unknown = await ask<unknown>(() =>
    typeof block === 'number'
      ? client.request({ method: 'eth_getBlockByNumber', params: [`0x${block.toString(16)}`, false] })
      : client.request({ method: 'eth_getBlockByHash', params: [block, false] }),
  )
  if (typeof found === 'object' && found !== null) return found as RpcBlock
  throw new Problem('chain_behind', { detail: `the node has no block ${block}` })
}

function headerOf(block: RpcBlock): ProvenHeader {
  try {
    return verifyHeader(encodeHeader(block), String(block['hash']) as Hex)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem('chain_nonsense', {
      detail: `of a block the node gave other fields than its hash has: ${error.message}`,
      cause: error,
    })
  }
}

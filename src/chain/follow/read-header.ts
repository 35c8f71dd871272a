import { Problem } from '../../domain/problem.ts'
import { ask } from '../chain-problem.ts'
import { encodeHeader, type RpcBlock } from '../proofs/header.ts'
import { verifyHeader } from '../proofs/verify-header.ts'
import type { RpcRequest } from '../rpc-transport.ts'
import type { FollowedBlock } from './window.ts'

const hash = /^0x[0-9a-f]{64}$/
const quantity = /^0x[0-9a-f]{1,13}$/

/**
 * The newest block, or block `block`; `undefined` where the node has none of that number.
 * @throws Problem `chain_nonsense` where what comes is no header, or another block's; and those of `ask`
 */
export async function readHeader(request: RpcRequest, block: number | 'latest'): Promise<FollowedBlock | undefined> {
  const tag = block === 'latest' ? block : `0x${block.toString(16)}`
  const answer: unknown = await ask(() => request({ method: 'eth_getBlockByNumber', params: [tag, false] }))
  if (answer === null) return undefined
  const header = toHeader(answer)
  if (header === undefined || (block !== 'latest' && header.number !== block)) {
    throw new Problem('chain_nonsense', { detail: `the node answers ${JSON.stringify(answer).slice(0, 80)} for block ${block}` })
  }
  requireOwnHash(answer as RpcBlock, header)
  return header
}

/** Hashes are compared between nodes; by them, times and parents are. */
function requireOwnHash(block: RpcBlock, { number, hash }: FollowedBlock): void {
  try {
    verifyHeader(encodeHeader(block), hash)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem('chain_nonsense', {
      detail: `what the node says of block ${number} is not of its hash: ${error.message}`,
      cause: error,
    })
  }
}

function toHeader(answer: unknown): FollowedBlock | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const block = answer as Readonly<Record<string, unknown>>
  const { hash: own, parentHash: parent } = block
  if (!isHex(own, hash) || !isHex(parent, hash) || !isHex(block['number'], quantity) || !isHex(block['timestamp'], quantity))
    return undefined
  return { number: Number(block['number']), hash: own, parent_hash: parent, time: Number(block['timestamp']) }
}

const isHex = (value: unknown, form: RegExp): value is `0x${string}` => typeof value === 'string' && form.test(value)

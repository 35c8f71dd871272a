import { hexToBigInt, keccak256, type Hex } from 'viem'
import { Problem } from '../domain/problem.ts'
import { ask, chainProblem } from './chain-problem.ts'
import type { Client } from './client.ts'
import { revertProblem } from './decode-revert.ts'
import type { UnsignedTransaction } from './signer.ts'

/** A call to a contract, or with `to: null` a creation. */
export type Call = { readonly to: Hex | null; readonly data: Hex }

/** Everything of a transaction but its nonce. */
export type PreparedTransaction = Omit<UnsignedTransaction, 'nonce'>

/** A call whose gas may be known: nothing is estimated then, and what the contract refuses shows in the block. */
export type CallWithGas = Call & { readonly gas?: bigint | undefined }

/** What is paid for gas, in wei. */
export type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

/**
 * Fills in gas and fees. Gas is the node's estimate on its pending block, an eighth, and what it costs to write a slot that was empty: who
 * sends at the same moment may leave that to us (the vote with which a motion passes writes when it passed). Fees leave room for the base fee to double, and are
 * zero where the base fee is (free gas).
 * @throws Problem what the contract refuses, before anything is signed
 */
export async function prepareTransaction(
  client: Client,
  chainId: number,
  account: Hex,
  { to, data, gas: known }: CallWithGas,
  fees: () => Promise<Fees> = () => readFees(client),
): Promise<PreparedTransaction> {
  const [gas, paid] = await Promise.all([known ?? estimateGas(client, account, { to, data }), fees()])
  return { type: 'eip1559', chainId, to, data, value: 0n, gas, ...paid }
}

/** Gas of an SSTORE into an empty slot, not touched before (EIP-2929), rounded up. */
const newSlot = 25_000n

async function estimateGas(client: Client, from: Hex, { to, data }: Call): Promise<bigint> {
  try {
    const call = to === null ? { from, data } : { from, to, data }
    const answer = await client.request({ method: 'eth_estimateGas', params: [call, 'pending'] })
    const estimate = hexToBigInt(answer)
    return estimate + estimate / 8n + newSlot
  } catch (error) {
    throw revertProblem(error) ?? chainProblem(error)
  }
}

export async function readFees(client: Client): Promise<Fees> {
  const { baseFeePerGas } = await ask(() => client.getBlock({ blockTag: 'latest' }))
  if (baseFeePerGas === null || baseFeePerGas === 0n) return { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }
  const tip = await ask(() => client.estimateMaxPriorityFeePerGas())
  return { maxFeePerGas: 2n * baseFeePerGas + tip, maxPriorityFeePerGas: tip }
}

/** `handed`: the node has it. `open`: nobody can say. `full`: not yet, its pool takes no more. Of the last two, too, it may be mined, and can be handed over again. */
export type Handing = 'handed' | 'open' | 'full'

/**
 * Hands a signed transaction to the node.
 * @throws Problem `insufficient_funds`, `transaction_rejected`: the node does not have it and will not take it
 */
export async function broadcast(client: Client, account: Hex, raw: Hex): Promise<Handing> {
  try {
    await client.request({ method: 'eth_sendRawTransaction', params: [raw] })
    return 'handed'
  } catch (error) {
    const problem = chainProblem(error)
    if (!(problem instanceof Problem)) throw problem
    if (problem.code !== 'chain_refused') return 'open'
    if (await isKnown(client, keccak256(raw))) return 'handed'
    // what may pass by itself is no rejection: a full pool, a nonce that is used or too far ahead
    if (/full|limit exceeded|too many|too distant|too far|try again/i.test(problem.message)) return 'full'
    if (/nonce|known|replacement|underpriced/i.test(problem.message)) return 'open'
    const poor = /insufficient|funds|upfront cost|balance/i.test(problem.message)
    const detail = poor ? `${account}: ${problem.message}` : problem.message
    throw new Problem(poor ? 'insufficient_funds' : 'transaction_rejected', { detail, cause: error })
  }
}

/** Whether the node knows the transaction, mined or not; true when it cannot be asked. */
export async function isKnown(client: Client, hash: Hex): Promise<boolean> {
  try {
    return (await client.request({ method: 'eth_getTransactionByHash', params: [hash] })) !== null
  } catch {
    return true
  }
}

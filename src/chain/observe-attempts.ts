import { parseTransaction, type Hex, type TransactionReceipt } from 'viem'
import { ask } from './chain-problem.ts'
import type { Client } from './client.ts'
import { findReceipt } from './find-receipt.ts'
import type { Attempt } from './journal.ts'
import { readNonce } from './nonce.ts'
import { isKnown } from './sign-transaction.ts'

/** Where the transactions of one send stand on the chain. */
export type Observation =
  | { readonly kind: 'mined'; readonly receipt: TransactionReceipt }
  /** Somebody else's transaction has the nonce, so none of ours can be mined any more. */
  | { readonly kind: 'overtaken'; readonly live: Attempt }
  /** The node does not have it (any longer). */
  | { readonly kind: 'forgotten'; readonly live: Attempt }
  /** The base fee has risen above what it pays. */
  | { readonly kind: 'underpriced'; readonly live: Attempt }
  /** An earlier nonce has no transaction, so it cannot be mined. */
  | { readonly kind: 'gap'; readonly nonce: number }
  | { readonly kind: 'waiting' }

/** Looks once. `closely` asks also for what delays it. */
export async function observeAttempts(client: Client, account: Hex, attempts: readonly Attempt[], closely: boolean): Promise<Observation> {
  // the count first: a nonce that is used by then has its receipt by then
  const count = await readNonce(client, account, 'latest')
  for (const { hash } of attempts.filter(({ state }) => state !== 'rejected').toReversed()) {
    const receipt = await findReceipt(client, hash)
    if (receipt !== undefined) return { kind: 'mined', receipt }
  }
  const live = attempts.find(({ state }) => state === 'live')
  if (live === undefined) return { kind: 'waiting' }
  if (count > live.nonce) return { kind: 'overtaken', live }
  if (!closely) return { kind: 'waiting' }

  // before asking whether the node has it: some keep nothing that waits for an earlier nonce
  if (count < live.nonce && (await readNonce(client, account, 'pending')) === count) return { kind: 'gap', nonce: count }
  const { baseFeePerGas } = await ask(() => client.getBlock({ blockTag: 'latest' }))
  if ((parseTransaction(live.raw).maxFeePerGas ?? 0n) < (baseFeePerGas ?? 0n)) return { kind: 'underpriced', live }
  if (!(await isKnown(client, live.hash))) return { kind: 'forgotten', live }
  return { kind: 'waiting' }
}

import { TransactionReceiptNotFoundError, type Hex, type TransactionReceipt } from 'viem'
import { Problem } from '../domain/problem.ts'
import { chainProblem, findCause } from './chain-problem.ts'
import type { Client } from './client.ts'
import { revertProblem } from './decode-revert.ts'
import type { Call } from './sign-transaction.ts'

const isNotFound = (cause: unknown): cause is TransactionReceiptNotFoundError => cause instanceof TransactionReceiptNotFoundError

/** The receipt of a mined transaction; undefined while it is not mined. */
export async function findReceipt(client: Client, hash: Hex): Promise<TransactionReceipt | undefined> {
  try {
    const receipt = await client.getTransactionReceipt({ hash })
    if (receipt.transactionHash.toLowerCase() === hash) return receipt
    throw new Problem('chain_nonsense', { detail: `asked for the receipt of ${hash}, the node gives that of ${receipt.transactionHash}` })
  } catch (error) {
    if (findCause(error, isNotFound) !== undefined) return undefined
    throw chainProblem(error)
  }
}

/** Why a mined transaction was reverted: the same call again, on the state it met as nearly as that can be asked for. */
export async function explainRevert(client: Client, receipt: TransactionReceipt, { to, data }: Call): Promise<Problem> {
  for (const blockNumber of [receipt.blockNumber - 1n, receipt.blockNumber]) {
    try {
      const { gasUsed: gas, from: account } = receipt
      await client.call(to === null ? { account, data, blockNumber } : { account, to, data, blockNumber, gas: gas * 2n })
    } catch (error) {
      const problem = revertProblem(error)
      if (problem !== undefined) return problem
    }
  }
  const where = `transaction ${receipt.transactionHash} in block ${receipt.blockNumber}`
  return new Problem('transaction_reverted', { detail: `${where} was reverted, and the same call now gives no reason` })
}

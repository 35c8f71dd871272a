import { setTimeout as pause } from 'node:timers/promises'
import { keccak256, parseTransaction, recoverTransactionAddress, serializeTransaction, type TransactionSerialized } from 'viem'
import type { Client } from '../../chain/client.ts'
import { explainRevert, findReceipt } from '../../chain/find-receipt.ts'
import { readNonce } from '../../chain/nonce.ts'
import { readOutcome } from '../../chain/read-outcome.ts'
import { registerKeys } from '../../chain/register/register-keys.ts'
import type { OpenSender } from '../../chain/open-sender.ts'
import type { ChainRegistry } from '../../chain/registry.ts'
import type { Sender } from '../../chain/sender.ts'
import { broadcast, isKnown, prepareTransaction } from '../../chain/sign-transaction.ts'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { RegistryWrites, Signed, Unsigned } from '../registry.ts'

/** Writes through the one sender of each named account, and for clients that sign themselves. */
export function registryWrites(chain: ChainRegistry, senders: ReadonlyMap<string, OpenSender>, closed: AbortSignal): RegistryWrites {
  const { client, deployment } = chain
  const senderOf: (name: string) => Promise<Sender> = async (name) => {
    const open = senders.get(name)
    if (open === undefined) throw new Problem('signer_missing', { detail: `the configuration has no signer ${name} any longer` })
    return open()
  }
  return {
    submit: async (signer, id, call) => void (await (await senderOf(signer)).submit({ id, ...call })),
    settle: async (signer, id) => {
      const { hash, receipt } = await (await senderOf(signer)).settle(id)
      return { hash, block: Number(receipt.blockNumber), outcome: readOutcome(deployment, receipt) }
    },
    register: async (signer, registration) => registerKeys(chain, [await senderOf(signer)], registration),
    relay: async ({ raw, from }) => void (await broadcast(client, from, raw)),
    settleRelayed: async (signed) => {
      const receipt = await receiptOf(client, signed, closed)
      if (receipt.status === 'reverted') throw await explainRevert(client, receipt, signed.call)
      return { hash: signed.hash, block: Number(receipt.blockNumber), outcome: readOutcome(deployment, receipt) }
    },
    prepare: async (from, calls) => {
      const first = await readNonce(client, from, 'pending')
      return Promise.all(
        calls.map(async (call, index): Promise<Unsigned> => {
          const transaction = { ...(await prepareTransaction(client, deployment.chain_id, from, call)), nonce: first + index }
          return {
            chain_id: deployment.chain_id,
            from,
            ...call,
            nonce: transaction.nonce,
            gas: String(transaction.gas),
            max_fee_per_gas: String(transaction.maxFeePerGas),
            max_priority_fee_per_gas: String(transaction.maxPriorityFeePerGas),
            unsigned: serializeTransaction(transaction),
          }
        }),
      )
    },
    readSigned,
  }
}

const firstPauseMs = 10
const longestPauseMs = 1000
/** After so many questions without an answer the node is handed the transaction again. */
const patience = 5

/** Asks until the transaction is in a block. @throws Problem `transaction_rejected` when it can never be */
async function receiptOf(client: Client, signed: Signed, closed: AbortSignal) {
  const { nonce = 0 } = parseTransaction(signed.raw)
  for (let round = 1, delay = firstPauseMs; ; round++, delay = Math.min(delay * 1.5, longestPauseMs)) {
    const receipt = await findReceipt(client, signed.hash)
    if (receipt !== undefined) return receipt
    if (round % patience === 0 && !(await isKnown(client, signed.hash))) {
      // the receipt is asked for again, because the block may have come between the two questions
      if ((await readNonce(client, signed.from, 'latest')) > nonce && (await findReceipt(client, signed.hash)) === undefined) {
        throw new Problem('transaction_rejected', { detail: `nonce ${nonce} of ${signed.from} was used by another transaction` })
      }
      await broadcast(client, signed.from, signed.raw)
    }
    await pause(delay)
    if (closed.aborted) throw new Problem('service_stopping', { detail: `${signed.hash} is not in a block yet` })
  }
}

async function readSigned(raw: Hex): Promise<Signed> {
  try {
    const { chainId, to, data = '0x', nonce = 0 } = parseTransaction(raw)
    if (chainId === undefined || to === undefined || to === null) throw new Error('it names no chain or no contract')
    if (!Number.isSafeInteger(nonce)) throw new Error('its nonce is no number')
    const from = await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized })
    const call = { to: to.toLowerCase() as Hex, data }
    return { raw, hash: keccak256(raw), from: from.toLowerCase() as Hex, chain_id: chainId, call }
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new Problem('transaction_invalid', { field: 'raw', detail: `is no signed transaction: ${reason}`, cause: error })
  }
}

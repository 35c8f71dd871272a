import { serializeTransaction, type Hex } from 'viem'
import { createKeys } from '../../src/chain/calls/key-calls.ts'
import { encodeReceipt } from '../../src/chain/proofs/receipt-rlp.ts'
import { deployWorld, type World } from '../../test/support/world.ts'
import { randomKeyIds } from '../gas.ts'
import { batch } from './measure-trie.ts'

export type MeasuredRegistry = {
  readonly keys: number
  /** Growth of a process whose EDR keeps every state that the chain was in. */
  readonly edr_bytes_a_key: number
  /** What every node keeps of a transaction with `batch` keys, signed, and of its receipt. */
  readonly transaction_bytes_a_key: number
  readonly receipt_bytes_a_key: number
  readonly gas_a_key: number
  /** A transaction with one key, into a lot that is there. */
  readonly gas_of_one: number
  readonly transaction_bytes_of_one: number
  readonly receipt_bytes_of_one: number
}

/** Registers keys on EDR, `batch` a transaction, in lots of 10,000, and looks at what that takes. */
export async function measureRegistry(keys: number): Promise<MeasuredRegistry> {
  const world = await deployWorld()
  try {
    const { process_id } = world.processes.secure_element
    const register = (lotId: string | undefined, count: number) =>
      world.act('chip_maker', createKeys(world.deployment.contracts, process_id, lotId, randomKeyIds(count)))
    const { lot_id: first } = await register(undefined, batch)
    const before = process.memoryUsage.rss()
    let lot: string | undefined = first
    let last = await register(lot, batch)
    for (let done = batch; done < keys; done += batch) {
      last = await register(done % 10_000 === 0 ? undefined : lot, batch)
      lot = last.lot_id
    }
    const grown = process.memoryUsage.rss() - before
    const many = await sizeOf(world, last.hash)
    const one = await sizeOf(world, (await register(lot, 1)).hash)
    return {
      keys,
      edr_bytes_a_key: Math.round(grown / keys),
      transaction_bytes_a_key: tenths(many.transaction / batch),
      receipt_bytes_a_key: tenths(many.receipt / batch),
      gas_a_key: Math.round(many.gas / batch),
      gas_of_one: one.gas,
      transaction_bytes_of_one: one.transaction,
      receipt_bytes_of_one: one.receipt,
    }
  } finally {
    await world.close()
  }
}

const tenths = (value: number) => Math.round(value * 10) / 10

async function sizeOf({ client }: World, hash: Hex): Promise<{ transaction: number; receipt: number; gas: number }> {
  const [{ chainId, to, input, nonce, gas, maxFeePerGas, maxPriorityFeePerGas, r, s, yParity }, receipt] = await Promise.all([
    client.getTransaction({ hash }),
    client.getTransactionReceipt({ hash }),
  ])
  if (yParity === undefined || maxFeePerGas === undefined || maxPriorityFeePerGas === undefined || chainId === undefined)
    throw new Error('the transaction is not of type 2')
  const fees = { maxFeePerGas, maxPriorityFeePerGas }
  const raw = serializeTransaction({ type: 'eip1559', chainId, to, data: input, nonce, gas, ...fees }, { r, s, yParity })
  return { transaction: (raw.length - 2) / 2, receipt: encodeReceipt(receipt).length, gas: Number(receipt.gasUsed) }
}

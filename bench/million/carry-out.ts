import { hexToNumber } from 'viem'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { Actor, World } from '../../test/support/world.ts'

/** What calls came to: gas of all of them, and the milliseconds that the chain took for them. */
export type Cost = { readonly gas: number; readonly took: number }

/** Enough for 500 keys in a transaction. */
const gasLimit = 15_000_000n
/** After so many the caller is told how far it is. */
const noted = 500

/** Sends calls of one account, one after the other; signing is not counted. EDR answers when a transaction is in a block. */
export async function carryOut({ client, chain }: World, { signer, account }: Actor, calls: readonly ContractCall[]): Promise<Cost> {
  const first = hexToNumber(await client.request({ method: 'eth_getTransactionCount', params: [account, 'latest'] }))
  const fees = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n, value: 0n, gas: gasLimit }
  const hashes: Hex[] = []
  let took = 0
  for (const [index, { to, data }] of calls.entries()) {
    const raw = await signer.sign({ type: 'eip1559', chainId: chain.chainId, nonce: first + index, to, data, ...fees })
    const began = performance.now()
    hashes.push(await client.request({ method: 'eth_sendRawTransaction', params: [raw] }))
    took += performance.now() - began
    const sent = index + 1
    if (sent % noted === 0)
      process.stderr.write(`  ${sent.toLocaleString('en-US')} of ${calls.length.toLocaleString('en-US')} transactions\n`)
  }

  let gas = 0
  for (const hash of hashes) {
    const receipt = await client.getTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} was reverted`)
    gas += Number(receipt.gasUsed)
  }
  return { gas, took }
}

import { createClient } from '../../../src/chain/client.ts'
import { findReceipt } from '../../../src/chain/find-receipt.ts'
import { readNonce } from '../../../src/chain/nonce.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { must, type Drill } from '../drill.ts'
import { median, stopwatch, tenths, until } from '../until.ts'

const transactions = 20

export const finality: Drill = {
  name: 'finality',
  shows: 'a transaction handed to one node is final on another as soon as it is in a block there',
  figures: {
    middle: `from handing it in until the other node has its receipt, median of ${transactions}, s`,
    most: 'the slowest of them, s',
  },
  run: async ({ home, registry, network, validators }) => {
    const other = (await validators()).at(-1)
    must(other !== undefined && other !== home, 'no other node')
    const [client, elsewhere] = [registry.client, createClient({ rpc: other.url })]
    const signer = signerOf(network.keyOf(network.consortium.staff.regulator))
    const seconds: number[] = []
    for (let count = 0; count < transactions; count++) {
      const nonce = await readNonce(client, signer.address, 'pending')
      const fees = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }
      const call = { to: signer.address, data: '0x' as const, value: 0n, gas: 21_000n }
      const raw = await signer.sign({ type: 'eip1559', chainId: network.consortium.chain_id, nonce, ...call, ...fees })
      const elapsed = stopwatch()
      const hash = await client.sendRawTransaction({ serializedTransaction: raw })
      await until('a receipt on the other node', 60_000, () => findReceipt(elsewhere, hash), 20)
      seconds.push(elapsed())
    }
    return { middle: tenths(median(seconds)), most: Math.max(...seconds) }
  },
}

import { decodeHeader, encodeHeader, type RpcBlock } from '../../src/chain/proofs/header.ts'
import type { Client } from '../../src/chain/client.ts'
import type { Fault } from './faulty-node.ts'

/** What a node says that has other blocks from block `from` to the head: well-formed ones, each the parent of the next, with the same logs. */
export async function forgedChain(client: Client, from: number): Promise<(method: string, request: { params: unknown[] }) => Fault> {
  const head = Number(await client.getBlockNumber({ cacheTime: 0 }))
  const forged = new Map<number, RpcBlock>()
  for (let number = from; number <= head; number++) {
    const real: RpcBlock | null = await client.request({ method: 'eth_getBlockByNumber', params: [`0x${number.toString(16)}`, false] })
    const parentHash = forged.get(number - 1)?.['hash'] ?? real?.['parentHash']
    const block = { ...real, parentHash, extraData: '0xf0' }
    forged.set(number, { ...block, hash: decodeHeader(encodeHeader(block)).hash })
  }
  const blockOf = (block: unknown) => forged.get(Number((block as RpcBlock | null)?.['number'])) ?? block
  const logOf = (log: RpcBlock) => ({ ...log, blockHash: forged.get(Number(log['blockNumber']))?.['hash'] ?? log['blockHash'] })
  return (method) => {
    if (method === 'eth_getBlockByNumber') return { alter: blockOf }
    return method === 'eth_getLogs' ? { alter: (logs) => (logs as RpcBlock[]).map(logOf) } : 'pass'
  }
}

import type { Hex, Log } from 'viem'
import { ask } from '../chain-problem.ts'
import type { Client } from '../client.ts'

/** Nodes refuse to look through more blocks at once (Besu: 5,000). */
export const blocksPerRequest = 5000

/** As eth_getLogs takes them: null stands for any, a list for any of it. */
export type Topics = (Hex | Hex[] | null)[]

export type LogFilter = {
  readonly address: readonly Hex[]
  readonly topics?: Topics
  readonly from: number
  readonly to: number
}

/** Logs in the chain's order, a window of blocks at a time. */
export async function* readLogs(client: Client, { address, topics = [], from, to }: LogFilter): AsyncGenerator<Log[]> {
  for (let start = from; start <= to; start += blocksPerRequest) {
    const end = Math.min(start + blocksPerRequest - 1, to)
    const range = { fromBlock: `0x${start.toString(16)}`, toBlock: `0x${end.toString(16)}` } as const
    const filter = { address: [...address], topics, ...range }
    const logs = await ask(() => client.request({ method: 'eth_getLogs', params: [filter] }))
    yield logs.map(toLog)
  }
}

type RpcLog = { blockNumber: Hex | null; logIndex: Hex | null; transactionIndex: Hex | null }

const number = (value: Hex | null) => (value === null ? null : Number(value))

function toLog(log: RpcLog): Log {
  const blockNumber = log.blockNumber === null ? null : BigInt(log.blockNumber)
  return { ...log, blockNumber, logIndex: number(log.logIndex), transactionIndex: number(log.transactionIndex) } as unknown as Log
}

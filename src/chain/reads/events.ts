import { parseEventLogs, type Hex, type Log } from 'viem'
import { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { entityRegistryAbi } from '../abi/entity-registry.generated.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { processRegistryAbi } from '../abi/process-registry.generated.ts'
import { ask } from '../chain-problem.ts'
import type { ChainRegistry } from '../registry.ts'

/** Nodes refuse to look through more blocks at once (Besu: 5,000). */
const blocksPerRequest = 5000

const abi = [...entityRegistryAbi, ...processRegistryAbi, ...assessmentRegistryAbi, ...keyRegistryAbi] as const

const parse = (logs: Log[]) => parseEventLogs({ abi, logs })

/** An event of one of the registry's contracts. */
export type RegistryEvent = ReturnType<typeof parse>[number]

/** `topics` as eth_getLogs takes them: null stands for any. */
export type EventFilter = { readonly from?: number; readonly to: number; readonly topics?: (Hex | null)[] }

/** Events of the registry in the chain's order, a window of blocks at a time; from the deployment's block if `from` is not given. */
export async function* readEvents(registry: ChainRegistry, { from, to, topics = [] }: EventFilter): AsyncGenerator<RegistryEvent[]> {
  const { client, deployment } = registry
  const { EntityRegistry, ProcessRegistry, AssessmentRegistry, KeyRegistry } = deployment.contracts
  const address = [EntityRegistry.address, ProcessRegistry.address, AssessmentRegistry.address, KeyRegistry.address]
  for (let start = from ?? deployment.block; start <= to; start += blocksPerRequest) {
    const end = Math.min(start + blocksPerRequest - 1, to)
    const range = { fromBlock: `0x${start.toString(16)}`, toBlock: `0x${end.toString(16)}` } as const
    const logs = await ask(() => client.request({ method: 'eth_getLogs', params: [{ address, topics, ...range }] }))
    yield parse(logs.map(toLog))
  }
}

type RpcLog = { blockNumber: Hex | null; logIndex: Hex | null; transactionIndex: Hex | null }

const number = (value: Hex | null) => (value === null ? null : Number(value))

function toLog(log: RpcLog): Log {
  const blockNumber = log.blockNumber === null ? null : BigInt(log.blockNumber)
  return { ...log, blockNumber, logIndex: number(log.logIndex), transactionIndex: number(log.transactionIndex) } as unknown as Log
}

import { parseEventLogs, type Log } from 'viem'
import { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { entityRegistryAbi } from '../abi/entity-registry.generated.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { processRegistryAbi } from '../abi/process-registry.generated.ts'
import type { ChainRegistry } from '../registry.ts'
import { readLogs, type Topics } from './logs.ts'

const abi = [...entityRegistryAbi, ...processRegistryAbi, ...assessmentRegistryAbi, ...keyRegistryAbi] as const

const parse = (logs: Log[]) => parseEventLogs({ abi, logs })

/** An event of one of the registry's contracts. */
export type RegistryEvent = ReturnType<typeof parse>[number]

export type EventFilter = { readonly from?: number; readonly to: number; readonly topics?: Topics }

/** Events of the registry in the chain's order, a window of blocks at a time; from the deployment's block if `from` is not given. */
export async function* readEvents(registry: ChainRegistry, { from, to, topics = [] }: EventFilter): AsyncGenerator<RegistryEvent[]> {
  const { client, deployment } = registry
  const { EntityRegistry, ProcessRegistry, AssessmentRegistry, KeyRegistry } = deployment.contracts
  const address = [EntityRegistry.address, ProcessRegistry.address, AssessmentRegistry.address, KeyRegistry.address]
  for await (const logs of readLogs(client, { address, topics, from: from ?? deployment.block, to })) yield parse(logs)
}

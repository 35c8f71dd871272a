import type { ProcessRecord } from '../../domain/records.ts'
import { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { processRegistryAbi } from '../abi/process-registry.generated.ts'
import { toProcessRecord } from '../records/process-record.ts'
import { atBlock, view, viewOrUndefined, type ChainRegistry } from '../registry.ts'

/** Table 5. Two calls: give a block where both must be of the same one. */
export async function readProcess(registry: ChainRegistry, processId: string, block?: number): Promise<ProcessRecord | undefined> {
  const { client, deployment } = registry
  const { ProcessRegistry, AssessmentRegistry } = deployment.contracts
  const shared = { args: [Number(processId)], ...atBlock(block) } as const
  const [process, series] = await Promise.all([
    viewOrUndefined(() =>
      client.readContract({ address: ProcessRegistry.address, abi: processRegistryAbi, functionName: 'process', ...shared }),
    ),
    viewOrUndefined(() =>
      client.readContract({ address: AssessmentRegistry.address, abi: assessmentRegistryAbi, functionName: 'seriesOf', ...shared }),
    ),
  ])
  return process === undefined ? undefined : toProcessRecord(process, ...(series ?? [0, 0]))
}

/** Processes are counted from 1. */
export function readProcessCount({ client, deployment }: ChainRegistry, block?: number): Promise<number> {
  const { address } = deployment.contracts.ProcessRegistry
  return view(() => client.readContract({ address, abi: processRegistryAbi, functionName: 'processCount', ...atBlock(block) }))
}

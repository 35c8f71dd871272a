import { toTime, type Hex } from '../../domain/fields.ts'
import type { QuotaRecord } from '../../domain/records.ts'
import { entityRegistryAbi as abi } from '../abi/entity-registry.generated.ts'
import { atBlock, view, viewOrUndefined, type ChainRegistry } from '../registry.ts'

/** New keys and new records a UTC day; of an entity, 0 is the default. */
export type QuotaNumbers = { readonly keys: number; readonly records: number }

/** What the entity may write today and did, as each of the record contracts counts it. */
export async function readQuota({ client, deployment }: ChainRegistry, entityId: string, block: number): Promise<QuotaRecord | undefined> {
  const { EntityRegistry, KeyRegistry, ProcessRegistry, AssessmentRegistry, SampleRegistry } = deployment.contracts
  const shared = { address: EntityRegistry.address, abi, ...atBlock(block) } as const
  const own = await viewOrUndefined(() => client.readContract({ ...shared, functionName: 'ownQuota', args: [entityId as Hex] }))
  if (own === undefined) return undefined
  const quotaOf = ({ address: recorder }: { address: Hex }) =>
    view(() => client.readContract({ ...shared, functionName: 'quota', args: [recorder, entityId as Hex] }))
  const [keys, processes, assessments, samples] = await Promise.all([
    quotaOf(KeyRegistry),
    quotaOf(ProcessRegistry),
    quotaOf(AssessmentRegistry),
    quotaOf(SampleRegistry),
  ])

  const records = { per_day: keys.recordsPerDay, is_default: own[1] === 0 }
  return {
    keys: { per_day: keys.keysPerDay, used: keys.keysUsed, is_default: own[0] === 0 },
    processes: { ...records, used: processes.recordsUsed },
    assessments: { ...records, used: assessments.recordsUsed },
    samples: { ...records, used: samples.recordsUsed },
    free_at: toTime(keys.freeAt),
  }
}

/** The numbers of the entity's own. */
export async function readOwnQuota({ client, deployment }: ChainRegistry, entityId: string, block?: number): Promise<QuotaNumbers> {
  const { address } = deployment.contracts.EntityRegistry
  const call = { address, abi, functionName: 'ownQuota', args: [entityId as Hex], ...atBlock(block) } as const
  const [keys, records] = await view(() => client.readContract(call))
  return { keys, records }
}

/** The numbers of all that have none of their own. */
export async function readDefaultQuota({ client, deployment }: ChainRegistry, block?: number): Promise<QuotaNumbers> {
  const { address } = deployment.contracts.EntityRegistry
  const [keys, records] = await view(() => client.readContract({ address, abi, functionName: 'defaultQuota', ...atBlock(block) }))
  return { keys, records }
}

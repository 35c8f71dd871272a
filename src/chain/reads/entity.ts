import type { EntityRecord } from '../../domain/records.ts'
import type { Hex } from '../../domain/fields.ts'
import { entityRegistryAbi } from '../abi/entity-registry.generated.ts'
import { toEntityRecord } from '../records/entity-record.ts'
import { atBlock, view, viewOrUndefined, type ChainRegistry } from '../registry.ts'

export async function readEntity(
  { client, deployment }: ChainRegistry,
  entityId: string,
  block?: number,
): Promise<EntityRecord | undefined> {
  const { address } = deployment.contracts.EntityRegistry
  const call = { address, abi: entityRegistryAbi, functionName: 'entity', args: [entityId as Hex], ...atBlock(block) } as const
  const answer = await viewOrUndefined(() => client.readContract(call))
  return answer === undefined ? undefined : toEntityRecord(answer)
}

/** Entities are counted from 1. */
export function readEntityCount({ client, deployment }: ChainRegistry, block?: number): Promise<number> {
  const { address } = deployment.contracts.EntityRegistry
  return view(() => client.readContract({ address, abi: entityRegistryAbi, functionName: 'entityCount', ...atBlock(block) }))
}

export async function readEntityAt({ client, deployment }: ChainRegistry, index: number, block?: number): Promise<EntityRecord> {
  const { address } = deployment.contracts.EntityRegistry
  const call = { address, abi: entityRegistryAbi, functionName: 'entityAt', args: [index], ...atBlock(block) } as const
  return toEntityRecord(await view(() => client.readContract(call)))
}

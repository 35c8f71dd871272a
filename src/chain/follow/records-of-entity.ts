import type { Hex } from '../../domain/fields.ts'
import type { KeptRecord } from '../../domain/kept-records.ts'
import type { EntityRecord } from '../../domain/records.ts'
import { toTime } from '../../domain/fields.ts'
import { entityRegistryAbi as abi } from '../abi/entity-registry.generated.ts'
import { addressOrNull } from '../records/fields.ts'
import { readOwnQuota } from '../reads/quota.ts'
import { atBlock, view, type ChainRegistry } from '../registry.ts'

/** An entity as of a block, the accounts that act for it, and what it may write a day. */
export async function recordsOfEntity(registry: ChainRegistry, entity: EntityRecord, index: number, block: number): Promise<KeptRecord[]> {
  const { client, deployment } = registry
  const { entity_id, controller } = entity
  const { address } = deployment.contracts.EntityRegistry
  const call = { address, abi, functionName: 'controllerReplacement', args: [entity_id as Hex], ...atBlock(block) } as const
  const [waits, quota] = await Promise.all([view(() => client.readContract(call)), readOwnQuota(registry, entity_id, block)])

  const records: KeptRecord[] = [
    { kind: 'entity', id: entity_id, record: { ...entity, index } },
    { kind: 'controller', id: controller, record: { account: controller, entity_id } },
  ]
  if (controller !== entity_id) records.push({ kind: 'controller', id: entity_id, record: { account: entity_id, entity_id: null } })
  const account = addressOrNull(waits.account)
  if (account !== null) {
    const acceptable_from = toTime(waits.acceptableFrom)
    records.push({ kind: 'replacement', id: entity_id, record: { entity_id, account, acceptable_from, by_registrar: waits.byRegistrar } })
  }
  if (quota.keys > 0 || quota.records > 0) {
    records.push({ kind: 'quota', id: entity_id, record: { keys_per_day: quota.keys, records_per_day: quota.records } })
  }
  return records
}

import type { Hex } from '../../../domain/fields.ts'
import type { ControllerEntry, ControllerReplacement, KeptRecords, QuotaEntry } from '../../../domain/kept-records.ts'
import { timeOrNull } from '../../records/fields.ts'
import { toEntityRecord } from '../../records/entity-record.ts'
import { slotInMapping } from '../slots.ts'
import { variables } from './layout.ts'
import type { ProvenState } from './proven-state.ts'
import { readStruct } from './read-struct.ts'
import { accountOf, entityIdOf, indexOf } from './values.ts'

const slots = variables.EntityRegistry

export async function provenEntity(state: ProvenState, entityId: string): Promise<KeptRecords['entity'] | undefined> {
  const index = await indexOf(state, entityId)
  if (index === 0n) return undefined
  const entity = await readStruct(state, 'EntityRegistry', slotInMapping(slots.entities, index), 'EntityRecord')
  const record = toEntityRecord({
    entityId: accountOf(entity.entityId),
    controller: accountOf(entity.controller),
    entityType: Number(entity.entityType),
    name: entity.name,
    rlid: entity.rlid,
    country: `0x${entity.country.toString(16).padStart(4, '0')}`,
    group: entity.group,
    pen: Number(entity.pen),
    role: Number(entity.role),
    roleCertification: entity.roleCertification,
    state: Number(entity.state),
    registeredAt: Number(entity.registeredAt),
    accreditedUntil: Number(entity.accreditedUntil),
    struckOffSince: Number(entity.struckOffSince),
  })
  return { ...record, index: Number(index) }
}

export async function provenController(state: ProvenState, account: string): Promise<ControllerEntry> {
  const index = await state.word('EntityRegistry', slotInMapping(slots.controlled, account as Hex))
  return { account, entity_id: await entityIdOf(state, index) }
}

export async function provenReplacement(state: ProvenState, entityId: string): Promise<ControllerReplacement> {
  const slot = slotInMapping(slots.replacements, await indexOf(state, entityId))
  const { account, acceptableFrom, byRegistrar } = await readStruct(state, 'EntityRegistry', slot, 'ControllerReplacement')
  return {
    entity_id: entityId,
    account: account === 0n ? null : accountOf(account),
    acceptable_from: timeOrNull(Number(acceptableFrom)),
    by_registrar: byRegistrar === 1n,
  }
}

/** What the contract came with (EntityQuotas.sol), as long as nothing was set. */
export const firstDefaultQuota: QuotaEntry = { keys_per_day: 2_000_000, records_per_day: 1000 }

/** @param id entity_id, or `default` */
export async function provenQuota(state: ProvenState, id: string): Promise<QuotaEntry> {
  const slot = id === 'default' ? slots.defaultQuota : slotInMapping(slots.quotas, await indexOf(state, id))
  const { keysPerDay, recordsPerDay } = await readStruct(state, 'EntityRegistry', slot, 'QuotaRecord')
  if (id === 'default' && keysPerDay === 0n) return firstDefaultQuota
  return { keys_per_day: Number(keysPerDay), records_per_day: Number(recordsPerDay) }
}

import { hexToString, type ContractFunctionReturnType } from 'viem'
import { fromBits, roles } from '../../domain/bit-fields.ts'
import { entityTypes } from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import type { EntityRecord } from '../../domain/records.ts'
import type { entityRegistryAbi } from '../abi/entity-registry.generated.ts'
import { address, timeOrNull, valueOf } from './fields.ts'

export type ChainEntity = ContractFunctionReturnType<typeof entityRegistryAbi, 'view', 'entity'>

type Details = Pick<ChainEntity, 'entityType' | 'name' | 'rlid' | 'country' | 'group' | 'pen'>

/** Table 9, of what the contract answers. */
export function toEntityRecord(entity: ChainEntity): EntityRecord {
  return {
    entity_id: address(entity.entityId),
    controller: address(entity.controller),
    ...entityDetails(entity),
    ...roleFields(entity.role),
    role_certification: entity.roleCertification,
    state: valueOf(['active', 'suspended'], entity.state, 'state'),
    registered_at: toTime(entity.registeredAt),
    accredited_until: timeOrNull(entity.accreditedUntil),
    struck_off_since: timeOrNull(entity.struckOffSince),
  }
}

/** What the registrar enters of an entity. */
export function entityDetails({ entityType, name, rlid, country, group, pen }: Details) {
  return {
    type: valueOf(entityTypes, entityType, 'type'),
    name,
    rlid,
    country: hexToString(country),
    group,
    pen: pen === 0 ? null : pen,
  }
}

export function roleFields(role: number): Pick<EntityRecord, 'role' | 'role_hex'> {
  return { role: fromBits(roles, BigInt(role)), role_hex: `0x${role.toString(16)}` }
}

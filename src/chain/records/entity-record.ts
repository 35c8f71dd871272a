import { hexToString, type ContractFunctionReturnType } from 'viem'
import { fromBits, roles } from '../../domain/bit-fields.ts'
import { entityTypes } from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import type { EntityRecord } from '../../domain/records.ts'
import type { entityRegistryAbi } from '../abi/entity-registry.generated.ts'
import { address, timeOrNull, valueOf } from './fields.ts'

export type ChainEntity = ContractFunctionReturnType<typeof entityRegistryAbi, 'view', 'entity'>

/** Table 9, of what the contract answers. */
export function toEntityRecord(entity: ChainEntity): EntityRecord {
  return {
    entity_id: address(entity.entityId),
    controller: address(entity.controller),
    type: valueOf(entityTypes, entity.entityType, 'type'),
    name: entity.name,
    rlid: entity.rlid,
    role: fromBits(roles, BigInt(entity.role)),
    role_hex: `0x${entity.role.toString(16)}`,
    role_certification: entity.roleCertification,
    country: hexToString(entity.country),
    group: entity.group,
    pen: entity.pen === 0 ? null : entity.pen,
    state: valueOf(['active', 'suspended'], entity.state, 'state'),
    registered_at: toTime(entity.registeredAt),
    accredited_until: timeOrNull(entity.accreditedUntil),
    struck_off_since: timeOrNull(entity.struckOffSince),
  }
}

import type { ContractFunctionReturnType } from 'viem'
import { authorities, effectiveReasons, keyReasons, recordStates, statuses } from '../../domain/enumerations.ts'
import { toTime, type Hex } from '../../domain/fields.ts'
import type { EntityRecord, KeyInfo, KeyRecord, LotRecord } from '../../domain/records.ts'
import type { keyLensAbi } from '../abi/key-lens.generated.ts'
import type { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { toKeyGenerationRecord, toKeyProtectionRecord } from './assessment-record.ts'
import { toEntityRecord } from './entity-record.ts'
import { address, stateFields, timeOrNull, valueOf, valueOrNull } from './fields.ts'
import { toProcessRecord } from './process-record.ts'

type Answer<N extends 'key' | 'lot'> = ContractFunctionReturnType<typeof keyRegistryAbi, 'view', N>
type WholeAnswer = ContractFunctionReturnType<typeof keyLensAbi, 'view', 'getKeyInfo'>

const noKey: Hex = `0x${'0'.repeat(64)}`
const keyOrNull = (keyId: Hex): Hex | null => (keyId === noKey ? null : keyId)

/** Table 4. */
export function toKeyRecord(key: Answer<'key'>): KeyRecord {
  return {
    key_id: key.keyId,
    process_id: String(key.processId),
    lot_id: String(key.lotId),
    status: valueOf(statuses, key.status, 'status'),
    status_reason: valueOrNull(keyReasons, key.statusReason, 'status_reason'),
    status_since: toTime(key.statusSince),
    status_by: valueOrNull(authorities, key.statusBy, 'status_by'),
    owner_id: address(key.ownerId),
    registered_at: toTime(key.registeredAt),
    installed_at: timeOrNull(key.installedAt),
    follows_lot: key.followsLot,
    is_offered: key.isOffered,
    was_void: key.wasVoid,
  }
}

export function toLotRecord(lot: Answer<'lot'>): LotRecord {
  return {
    lot_id: String(lot.lotId),
    process_id: String(lot.processId),
    owner_id: address(lot.ownerId),
    state: valueOf(recordStates, lot.state, 'state'),
    ...stateFields(lot),
    owner_state: valueOf(recordStates, lot.ownerState, 'owner_state'),
    owner_state_reason: valueOrNull(keyReasons, lot.ownerStateReason, 'owner_state_reason'),
    owner_state_since: toTime(lot.ownerStateSince),
    created_at: toTime(lot.createdAt),
    key_count: lot.keyCount,
    follower_count: lot.followerCount,
    takes_keys: lot.takesKeys,
  }
}

/** `get_key_info` (table 10), of the one answer that the contract gives. */
export function toKeyInfo(info: WholeAnswer): KeyInfo {
  const validity = { validity_seconds: info.validitySeconds, grace_seconds: info.graceSeconds }
  const assessors = new Map<string, EntityRecord>()
  for (const assessor of [info.keyGenerationAssessor, info.keyProtectionAssessor]) {
    const record = toEntityRecord(assessor)
    assessors.set(record.entity_id, record)
  }
  return {
    key: toKeyRecord(info.key),
    lot: toLotRecord(info.lot),
    process: toProcessRecord(info.process, info.keyGenerationId, info.keyProtectionId),
    key_generation: toKeyGenerationRecord(info.keyGeneration, validity),
    key_protection: toKeyProtectionRecord(info.keyProtection, validity),
    owner: toEntityRecord(info.owner),
    process_owner: toEntityRecord(info.processOwner),
    assessors: [...assessors.values()],
    effective_status: valueOf(statuses, info.effectiveStatus, 'effective_status'),
    effective_reason: valueOrNull(effectiveReasons, info.effectiveReason, 'effective_reason'),
    successor_id: keyOrNull(info.successorId),
    superseded_at: timeOrNull(info.supersededAt),
    predecessor_id: keyOrNull(info.predecessorId),
    as_of: { block: Number(info.blockNumber), time: toTime(info.blockTime) },
  }
}

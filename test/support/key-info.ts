import type { KeyStatusAnswer } from '../../src/domain/key-status-source.ts'
import type { EntityRecord, KeyInfo } from '../../src/domain/records.ts'
import { keyInfo } from '../../src/domain/records.ts'

export const registry = 'eip155:31337:0x00000000000000000000000000000000000000aa'
export const keyId = `0x${'5a'.repeat(32)}` as const
const digest = `0x${'1f'.repeat(32)}`
const since = '2026-03-31T00:00:00Z'
const asOf = { block: 7, time: '2026-11-01T00:00:00Z' }

/** An active entity of the United States. */
export function entityOf(fields: Partial<EntityRecord>): EntityRecord {
  const entity_id = `0x${'01'.repeat(20)}`
  const plain = {
    controller: entity_id,
    type: 'company',
    name: 'Sunny Inverters',
    rlid: 'duns:1',
    role: [] as EntityRecord['role'],
    role_hex: '0x0',
  } as const
  const times = { registered_at: since, accredited_until: null, struck_off_since: null }
  return { entity_id, ...plain, ...times, role_certification: '', country: 'US', group: '', pen: null, state: 'active', ...fields }
}

/** What the registry says of an active key in a secure element; `change` makes another of it. */
export function keyInfoOf(change: (info: KeyInfo) => void = () => undefined): KeyInfo {
  const set = { state_reason: null, state_since: since, state_by: null }
  const assessment = {
    ...set,
    process_id: '1',
    assessor_id: `0x${'03'.repeat(20)}`,
    past_assessment_id: null,
    corrects_id: null,
    completion_date: since,
    approval_date: since,
    valid_until: null,
    grace_until: null,
    state: 'approved',
    reference: digest,
    key_generator_id: null,
    manufacturer_id: null,
    scope: 'line 1',
    criteria: digest,
  } as const
  const owner = entityOf({})
  const info = keyInfo.parse({
    key: {
      key_id: keyId,
      process_id: '1',
      lot_id: '1',
      status: 'active',
      status_reason: null,
      status_since: since,
      status_by: null,
      owner_id: owner.entity_id,
      registered_at: since,
      installed_at: null,
      follows_lot: true,
      is_offered: false,
      was_void: false,
    },
    lot: {
      lot_id: '1',
      process_id: '1',
      owner_id: owner.entity_id,
      state: 'active',
      ...set,
      owner_state: 'active',
      owner_state_reason: null,
      owner_state_since: since,
      created_at: since,
      key_count: 1,
      follower_count: 1,
      takes_keys: true,
    },
    process: {
      process_id: '1',
      owner_id: owner.entity_id,
      key_generation_id: '1',
      key_protection_id: '2',
      state: 'active',
      ...set,
      created_at: since,
    },
    key_generation: {
      ...assessment,
      assessment_id: '1',
      kind: 'key_generation',
      assessment_result: {
        cryptographic_strength: 128,
        key_generation_entity: 'onboard_se',
        entropy_bits: 256,
        entropy_source: 'physical_validated',
        location: 'US 95814',
        certifications: ['fips_140_3_l3'],
        certifications_hex: '0x40',
      },
    },
    key_protection: {
      ...assessment,
      assessment_id: '2',
      kind: 'key_protection',
      assessment_result: {
        key_storage: 'secure_element',
        access_control: 'hardware',
        device_integrity: 'secure_boot_hardware',
        certifications: ['cc_ava_van5'],
        certifications_hex: '0x20000',
      },
    },
    owner,
    process_owner: owner,
    assessors: [
      entityOf({
        entity_id: `0x${'03'.repeat(20)}`,
        name: 'Careful Assessors',
        role: ['assessor'],
        role_hex: '0x1',
        accredited_until: '2028-01-01T00:00:00Z',
      }),
    ],
    effective_status: 'active',
    effective_reason: null,
    successor_id: null,
    superseded_at: null,
    predecessor_id: null,
    as_of: asOf,
  })
  change(info)
  return info
}

/** The registry's answer about that key. */
export function knownAnswer(change?: (info: KeyInfo) => void): KeyStatusAnswer & { kind: 'known' } {
  return { kind: 'known', registry, as_of: asOf, info: keyInfoOf(change) }
}

export const unknownAnswer: KeyStatusAnswer & { kind: 'unknown' } = { kind: 'unknown', registry, as_of: asOf }
export const unreachableAnswer: KeyStatusAnswer = { kind: 'unreachable', registry, cause: 'connection refused' }

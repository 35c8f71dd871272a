import { z } from 'zod'
import { certifications, roles } from './bit-fields.ts'
import {
  accessControls,
  assessmentKinds,
  assessmentStates,
  authorities,
  deviceIntegrities,
  documentKinds,
  effectiveReasons,
  entityTypes,
  entropySources,
  keyGenerationEntities,
  keyReasons,
  keyStorages,
  offerStates,
  recordStates,
  statuses,
} from './enumerations.ts'
import { digestField, entityIdField, keyIdField, recordIdField, timeField } from './fields.ts'

const hexBits = z.string().regex(/^0x[0-9a-f]+$/)

/** Table 9, and what the registry keeps besides. `group` is the ultimate parent's rlid; an entity without one is its own group. */
export const entityRecord = z
  .object({
    entity_id: entityIdField,
    controller: entityIdField,
    type: z.enum(entityTypes),
    name: z.string(),
    rlid: z.string(),
    role: z.array(z.enum(roles)),
    role_hex: hexBits,
    role_certification: z.string(),
    country: z.string(),
    group: z.string(),
    pen: z.number().int().nullable(),
    state: z.enum(['active', 'suspended']),
    registered_at: timeField,
    accredited_until: timeField.nullable(),
    struck_off_since: timeField.nullable(),
  })
  .meta({ id: 'Entity' })
export type EntityRecord = z.infer<typeof entityRecord>

/** Table 5. `key_generation_id` and `key_protection_id` name the original assessments of the two series; null: not linked yet. */
export const processRecord = z
  .object({
    process_id: recordIdField,
    owner_id: entityIdField,
    key_generation_id: recordIdField.nullable(),
    key_protection_id: recordIdField.nullable(),
    state: z.enum(recordStates),
    state_reason: z.enum(keyReasons).nullable(),
    state_since: timeField,
    state_by: z.enum(authorities).nullable(),
    created_at: timeField,
  })
  .meta({ id: 'Process' })
export type ProcessRecord = z.infer<typeof processRecord>

const assessmentShape = {
  assessment_id: recordIdField,
  kind: z.enum(assessmentKinds),
  process_id: recordIdField.describe('The process that the series was recorded for'),
  assessor_id: entityIdField,
  past_assessment_id: recordIdField.nullable(),
  corrects_id: recordIdField.nullable(),
  completion_date: timeField,
  approval_date: timeField.nullable(),
  valid_until: timeField.nullable().describe('When it is due to be made again; null: the registry sets no validity'),
  grace_until: timeField.nullable().describe('Until when that can be put off. Time alone changes no state: policies act on it'),
  state: z.enum(assessmentStates),
  state_reason: z.enum(keyReasons).nullable(),
  state_since: timeField,
  state_by: z.enum(authorities).nullable(),
  reference: digestField,
  key_generator_id: entityIdField.nullable(),
  manufacturer_id: entityIdField.nullable(),
  scope: z.string(),
  criteria: digestField,
}

/** Table 7. A renewal answers with the characteristics of the assessment that it renews. */
const keyGenerationResult = z
  .object({
    cryptographic_strength: z.number().int(),
    key_generation_entity: z.enum(keyGenerationEntities),
    entropy_bits: z.number().int(),
    entropy_source: z.enum(entropySources),
    location: z.string(),
    certifications: z.array(z.enum(certifications)),
    certifications_hex: hexBits,
  })
  .meta({ id: 'KeyGenerationResult' })

/** Table 8. */
const keyProtectionResult = z
  .object({
    key_storage: z.enum(keyStorages),
    access_control: z.enum(accessControls),
    device_integrity: z.enum(deviceIntegrities),
    certifications: z.array(z.enum(certifications)),
    certifications_hex: hexBits,
  })
  .meta({ id: 'KeyProtectionResult' })

/** Tables 6 and 7. */
export const keyGenerationRecord = z
  .object({ ...assessmentShape, assessment_result: keyGenerationResult })
  .meta({ id: 'KeyGenerationAssessment' })
export type KeyGenerationRecord = z.infer<typeof keyGenerationRecord>

/** Tables 6 and 8. */
export const keyProtectionRecord = z
  .object({ ...assessmentShape, assessment_result: keyProtectionResult })
  .meta({ id: 'KeyProtectionAssessment' })
export type KeyProtectionRecord = z.infer<typeof keyProtectionRecord>
export type AssessmentRecord = KeyGenerationRecord | KeyProtectionRecord

/** The unit that is made and shipped together: process, first owner and time stand in it once. */
export const lotRecord = z
  .object({
    lot_id: recordIdField,
    process_id: recordIdField,
    owner_id: entityIdField,
    state: z.enum(recordStates),
    state_reason: z.enum(keyReasons).nullable(),
    state_since: timeField,
    state_by: z.enum(authorities).nullable(),
    /** What the lot's owner says of the keys that follow it; `revoked` and `eol` are final. */
    owner_state: z.enum(recordStates),
    owner_state_reason: z.enum(keyReasons).nullable(),
    owner_state_since: timeField,
    created_at: timeField,
    key_count: z.number().int(),
    /** Keys whose owner is the lot's: those that change hands with it. */
    follower_count: z.number().int(),
    /** It was never offered to another owner, or the offer was withdrawn. */
    takes_keys: z.boolean(),
  })
  .meta({ id: 'Lot' })
export type LotRecord = z.infer<typeof lotRecord>

/** Table 4, and what the registry keeps besides. `status` is the key's own; see `effective_status` for what it comes to. */
export const keyRecord = z
  .object({
    key_id: keyIdField,
    process_id: recordIdField,
    lot_id: recordIdField,
    status: z.enum(statuses),
    status_reason: z.enum(keyReasons).nullable(),
    status_since: timeField,
    status_by: z.enum(authorities).nullable(),
    owner_id: entityIdField,
    registered_at: timeField,
    installed_at: timeField.nullable(),
    /** Its owner is its lot's; else it went its own way. */
    follows_lot: z.boolean(),
    /** In an offer that was neither accepted nor withdrawn. */
    is_offered: z.boolean(),
    /** The key id stood in the registry before, and that entry was made void. */
    was_void: z.boolean(),
  })
  .meta({ id: 'Key' })
export type KeyRecord = z.infer<typeof keyRecord>

/** Keys, or a whole lot, that wait for another owner's word. One that has expired is `open` until it is withdrawn. */
export const offerRecord = z
  .object({
    offer_id: recordIdField,
    from_id: entityIdField,
    to_id: entityIdField,
    lot_id: recordIdField.nullable().describe('null: a list of keys'),
    /** Of a lot: those that followed it when it was offered. */
    key_count: z.number().int(),
    state: z.enum(offerStates),
    expires_at: timeField,
  })
  .meta({ id: 'Offer' })
export type OfferRecord = z.infer<typeof offerRecord>

/** A document of the Governing Body; `withdrawn_at` null: it applies. */
export const documentRecord = z
  .object({
    sha256: digestField,
    kind: z.enum(documentKinds),
    title: z.string(),
    version: z.string(),
    registered_at: timeField,
    withdrawn_at: timeField.nullable(),
  })
  .meta({ id: 'Document' })
export type DocumentRecord = z.infer<typeof documentRecord>

const allowance = z
  .object({
    per_day: z.number().int(),
    used: z.number().int(),
    /** Not a number of the entity's own. */
    is_default: z.boolean(),
  })
  .meta({ id: 'Allowance' })

/** What an entity may write a UTC day, and did. `processes`: and line accounts; `samples`: requests and findings. */
export const quotaRecord = z
  .object({
    keys: allowance,
    processes: allowance,
    assessments: allowance,
    samples: allowance,
    /** The next UTC midnight, when nothing is used. */
    free_at: timeField,
  })
  .meta({ id: 'Quota' })
export type QuotaRecord = z.infer<typeof quotaRecord>

/** As of which block an answer was given. */
export const asOf = z.object({ block: z.number().int(), time: timeField }).meta({ id: 'AsOf' })
export type AsOf = z.infer<typeof asOf>

/** `get_key_info` (table 10): everything that is known of a key, in one answer. */
export const keyInfo = z
  .object({
    key: keyRecord,
    lot: lotRecord,
    process: processRecord,
    key_generation: keyGenerationRecord,
    key_protection: keyProtectionRecord,
    owner: entityRecord,
    process_owner: entityRecord,
    /** The assessors of key_generation and key_protection, each once. */
    assessors: z.array(entityRecord),
    effective_status: z.enum(statuses),
    effective_reason: z.enum(effectiveReasons).nullable(),
    /** The key that follows on it in the same device, and from when on it is superseded itself. */
    successor_id: keyIdField.nullable(),
    superseded_at: timeField.nullable(),
    predecessor_id: keyIdField.nullable(),
    as_of: asOf,
  })
  .meta({ id: 'KeyInfo' })
export type KeyInfo = z.infer<typeof keyInfo>

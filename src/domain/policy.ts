import { z } from 'zod'
import { certifications } from './bit-fields.ts'
import { clientTypes } from './decision.ts'
import { accessControls, deviceIntegrities, entropySources, keyGenerationEntities, keyStorages } from './enumerations.ts'
import { countryField } from './fields.ts'

const outcome = z.enum(['admit', 'restrict', 'refuse'])
const otherwise = outcome.describe('Outcome when the rule is not met; admit: a finding only')
const accepts = <T extends readonly [string, ...string[]]>(values: T) =>
  z.strictObject({ accept: z.array(z.enum(values)).min(1), otherwise })
const countries = z.strictObject({ accept: z.array(countryField).min(1), otherwise })

const rules = z.strictObject({
  strength: z
    .strictObject({ min_bits: z.number().int().min(1).max(4096), otherwise })
    .describe('The least of cryptographic_strength and entropy_bits counts')
    .optional(),
  key_generation_entity: accepts(keyGenerationEntities).optional(),
  entropy_source: accepts(entropySources).optional(),
  key_storage: accepts(keyStorages).optional(),
  access_control: accepts(accessControls).optional(),
  device_integrity: accepts(deviceIntegrities).optional(),
  generation_certifications: z.strictObject({ any_of: z.array(z.enum(certifications)).min(1), otherwise }).optional(),
  protection_certifications: z.strictObject({ any_of: z.array(z.enum(certifications)).min(1), otherwise }).optional(),
  process_country: countries.describe('Country of the location of key generation (table 7)').optional(),
  owner_country: countries.optional(),
  process_owner_country: countries.optional(),
  assessor_country: countries.optional(),
  assessment_age: z
    .strictObject({ max_days: z.number().int().min(1), otherwise })
    .describe('Age of the older of the two assessments, from completion_date')
    .optional(),
  assessment_validity: z
    .strictObject({ overdue: outcome, lapsed: outcome })
    .describe(
      'What the registry wants of the age of assessments: outcome when either of the two is past valid_until (overdue), and past grace_until (lapsed). Nothing where the registry sets no validity',
    )
    .optional(),
  accreditation_expired: z.strictObject({ otherwise }).describe('The accreditation of an assessor has run out').optional(),
  entity_suspended: z.strictObject({ otherwise }).describe('Key owner or process owner is suspended').optional(),
})

const byClientType = z.partialRecord(z.enum(clientTypes), rules.partial())

/**
 * What a CA or a utility wants of a key. A key whose effective status is not `active` is refused whatever the policy says, and so is one
 * that cannot be looked up for longer than `max_answer_age_seconds`.
 */
export const policy = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().min(1).max(64),
    description: z.string().max(2000).optional(),
    mode: z.enum(['enforce', 'observe']).describe('observe: decide and count, enforce nothing'),
    unregistered: z.enum(['admit', 'restrict', 'refuse']).describe('A key that the registry does not know'),
    max_answer_age_seconds: z.number().int().min(0).describe('How old the last known answer may be where the registry cannot be reached'),
    rules,
    client_types: byClientType.optional().describe('Rules that replace those of `rules` for a type of client'),
    restricted_may: z
      .array(z.string().regex(/^\/[A-Za-z0-9/_-]*\*?$/))
      .describe('Paths that a restricted device may still use; a trailing * matches the rest'),
  })
  .meta({ id: 'Policy' })
export type Policy = z.infer<typeof policy>

import { z } from 'zod'
import { certifications } from '../bit-fields.ts'
import { accessControls, deviceIntegrities, entropySources, keyGenerationEntities, keyStorages } from '../enumerations.ts'
import { isCountry } from '../iso3166.ts'
import { bitsField } from './bits-field.ts'

const certificationsField = bitsField(certifications)

export const locationField = z
  .string()
  .regex(
    /^[A-Z]{2}( [A-Z0-9][A-Z0-9 -]{0,10}[A-Z0-9]| [A-Z0-9])?$/,
    'must be a country and, if wanted, a blank and a ZIP code: "US", "US 95814"',
  )
  .refine((value) => isCountry(value.slice(0, 2)), 'begins with no officially assigned code of ISO 3166-1')

/** Table 7, the results of an assessment of key generation and provisioning. */
export const keyGenerationResultInput = z
  .strictObject({
    cryptographic_strength: z.number().int().min(1).max(512).describe('Bits'),
    key_generation_entity: z.enum(keyGenerationEntities),
    entropy_bits: z.number().int().min(1).max(4096),
    entropy_source: z.enum(entropySources),
    location: locationField,
    certifications: certificationsField,
  })
  .meta({ id: 'KeyGenerationResultInput' })

/** Table 8, the results of an assessment of key storage, protection and access control. */
export const keyProtectionResultInput = z
  .strictObject({
    key_storage: z.enum(keyStorages),
    access_control: z.enum(accessControls),
    device_integrity: z.enum(deviceIntegrities),
    certifications: certificationsField,
  })
  .meta({ id: 'KeyProtectionResultInput' })

import { z } from 'zod'
import { isLei } from '../lei.ts'

/**
 * Table 9, `rlid`: an internationally accepted identifier with its scheme, such as `lei:5493001KJTIIGC8Y1R12` (ISO 17442, check digits
 * verified); other schemes are taken as they are.
 */
export const rlidField = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,15}:[\x21-\x7e]{1,48}$/, 'must be scheme:value, such as lei: and a Legal Entity Identifier')
  .refine(
    (value) => !value.startsWith('lei:') || isLei(value.slice(4)),
    'is no Legal Entity Identifier: its length or check digits are wrong',
  )
  .meta({ id: 'Rlid', examples: ['lei:5493001KJTIIGC8Y1R12'] })

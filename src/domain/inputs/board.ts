import { z } from 'zod'
import { segmentField } from '../consortium.ts'
import { countryField, entityIdField } from '../fields.ts'
import { rlidField } from './rlid-field.ts'

const seat = z.strictObject({
  entity_id: entityIdField,
  account: entityIdField.describe("The seat's own account, which votes and is used for nothing else"),
  segment: segmentField,
  country: countryField.optional().describe('Without it, as the registry has it of the entity'),
  group: rlidField.optional().describe('rlid of the ultimate parent; without it, as the registry has it of the entity'),
})

/** Seats to be taken from entities, and to be given, in one motion. */
export const changeSeatsInput = z
  .strictObject({ taken: z.array(entityIdField).max(30).default([]), given: z.array(seat).max(30).default([]) })
  .refine(({ taken, given }) => taken.length + given.length > 0, 'takes and gives no seat')
  .meta({ id: 'ChangeSeats' })

/** `2/3`, of all seats. */
export const shareField = z
  .string()
  .regex(/^[1-9][0-9]{0,4}\/[1-9][0-9]{0,4}$/, 'must be a share such as 2/3')
  .transform((text) => {
    const [numerator = 0, denominator = 1] = text.split('/').map(Number)
    return { numerator, denominator }
  })
  .refine(({ numerator, denominator }) => numerator <= denominator && denominator <= 65_535, 'is more than all, or finer than 65535ths')

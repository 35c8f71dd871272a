import { z } from 'zod'
import { roles } from '../bit-fields.ts'
import { entityTypes } from '../enumerations.ts'
import { countryField, entityIdField, timeField } from '../fields.ts'
import { bitsField } from './bits-field.ts'
import { pastTimeField } from './past-time-field.ts'
import { rlidField } from './rlid-field.ts'
import { textField } from './text-field.ts'

const roleField = bitsField(roles)
const roleCertificationField = textField(0, 200).describe('Reference to the certification of the roles')

const shape = {
  type: z.enum(entityTypes),
  name: textField(1, 100).describe('At most 100 bytes; of an individual the accreditation number'),
  rlid: rlidField,
  country: countryField,
  group: z.union([z.literal(''), rlidField]).describe('rlid of the ultimate parent; empty: a group of its own'),
  pen: z.number().int().min(1).max(4_294_967_295).nullable().describe('IANA private enterprise number'),
}

/** Nothing personal goes on a chain that cannot forget: of an individual, an accreditation number. */
const accreditationNumber = /^(?=.*[0-9])[A-Z0-9./-]+$/
const noPerson = {
  path: ['name'],
  message: 'must be an accreditation number for an individual: A-Z, 0-9, ".", "/", "-", with at least one digit, and nothing personal',
}

/** Table 9: an entity to be registered; `entity_id` is the first account that acts for it. */
export const registerEntityInput = z
  .strictObject({
    ...shape,
    entity_id: entityIdField,
    role: roleField,
    role_certification: roleCertificationField.default(''),
    group: shape.group.default(''),
    pen: shape.pen.default(null),
  })
  .refine(({ type, name }) => type !== 'individual' || accreditationNumber.test(name), noPerson)
  .meta({ id: 'RegisterEntity' })
export type RegisterEntityInput = z.output<typeof registerEntityInput>

/** What the registrar corrects of an entity: the fields given. That the name of an individual is a number, the registry checks. */
export const updateEntityInput = z
  .strictObject(shape)
  .partial()
  .refine((fields) => Object.keys(fields).length > 0, 'names no field to change')
  .refine(({ type, name }) => type !== 'individual' || name === undefined || accreditationNumber.test(name), noPerson)
  .meta({ id: 'UpdateEntity' })

/** The roles that an entity has from now on, all of them. */
export const setRolesInput = z.strictObject({ role: roleField }).meta({ id: 'SetRoles' })
export const setRoleCertificationInput = z.strictObject({ role_certification: roleCertificationField }).meta({ id: 'SetRoleCertification' })

/** Until when an assessor may record assessments. */
export const accreditInput = z
  .strictObject({ accredited_until: timeField.refine((time) => Date.parse(time) > Date.now(), 'is in the past') })
  .meta({ id: 'Accredit' })

/** Since when an assessor's work does not count: assessments completed then or later suspend their keys. */
export const strikeOffInput = z.strictObject({ struck_off_since: pastTimeField }).meta({ id: 'StrikeOff' })

import type { Role } from '../../src/domain/bit-fields.ts'
import type { RegisterEntityInput } from '../../src/domain/inputs/entity.ts'

/** Who holds an office of the Governing Body. `board` deployed the contracts, and stands in the board's place. */
export const officeNames = ['board', 'registrar', 'programme_manager', 'regulator'] as const

/** Entities of the registry, by the part that they play; `intruder` is none. */
export const entityNames = ['assessor', 'chip_maker', 'oem', 'utility', 'ca'] as const
export const actorNames = [...officeNames, ...entityNames, 'intruder'] as const
export type ActorName = (typeof actorNames)[number]
export type EntityName = (typeof entityNames)[number]

type Part = Pick<RegisterEntityInput, 'name' | 'country' | 'role' | 'pen'> & { readonly lei: string }

const part = (name: string, country: string, role: Role[], lei: string, pen: number | null = null): Part => ({
  name,
  country,
  role,
  lei,
  pen,
})

const parts: Record<EntityName, Part> = {
  assessor: part('Assessing Laboratory', 'US', ['assessor'], '549300ASSESSOR0001'),
  chip_maker: part('Chip Maker', 'US', ['key_generator', 'component_manufacturer'], '549300CHIPMAKER001', 32473),
  oem: part('Inverter Manufacturer', 'US', ['manufacturer'], '549300INVERTER0001', 32474),
  utility: part('Utility', 'US', ['utility'], '549300UTILITY00001'),
  ca: part('Certificate Authority', 'US', ['certificate_authority'], '549300CERTIFYING01'),
}

/** An entity's name, country, roles and private enterprise number. */
export function partOf(name: EntityName): Part {
  return parts[name]
}

/** Table 9 of an actor, to be registered by the registrar. */
export function entityOf(name: EntityName, account: string): RegisterEntityInput {
  const { lei, ...fields } = parts[name]
  return { ...fields, type: 'company', entity_id: account, rlid: `lei:${withCheckDigits(lei)}`, group: '', role_certification: '' }
}

/** ISO 17442: 18 characters and the check digits of ISO 7064, MOD 97-10. */
function withCheckDigits(lei: string): string {
  const digits = Array.from(`${lei}00`, (character) => parseInt(character, 36)).join('')
  return `${lei}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}`
}

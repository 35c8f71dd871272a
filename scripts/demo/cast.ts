import type { Role } from '../../src/domain/bit-fields.ts'
import type { RegisterEntityInput } from '../../src/domain/inputs/entity.ts'

/** Staff of the Governing Body. */
export const staffNames = ['registrar', 'programme_manager', 'regulator'] as const

/** Who sits on the board, one seat each. */
export const seatNames = [
  'north_utility',
  'south_utility',
  'inverter_works',
  'chip_works',
  'grid_services',
  'university',
  'energy_agency',
] as const
export type SeatName = (typeof seatNames)[number]

/** The deployer puts the contracts onto the chain, and has no power afterwards. */
export const officeNames = ['deployer', ...staffNames, ...seatNames] as const

/** Entities of the registry, by the part that they play, here and in the supply chains of examples/; `intruder` is none. */
export const entityNames = [
  'assessor',
  'chip_maker',
  'oem',
  'utility',
  'ca',
  'component_maker',
  'service_provider',
  'appliance_vendor',
  'provisioning_service',
  'distributor',
  'installer',
] as const
export const actorNames = [...officeNames, ...entityNames, 'intruder'] as const
export type ActorName = (typeof actorNames)[number]
export type EntityName = (typeof entityNames)[number]

/** What a seat's entity is. */
type Member = Omit<Part, 'pen' | 'country'> & {
  readonly segment: string
  /** null: of the nation itself. */ readonly country: string | null
}

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
  component_maker: part('Component Maker', 'US', ['component_manufacturer'], '549300COMPONENT001', 32475),
  service_provider: part('Secure Component Service Provider', 'US', ['service_provider', 'key_generator'], '549300SECURESERV01', 32476),
  appliance_vendor: part('Key Generation Appliance Vendor', 'US', ['key_generator', 'manufacturer'], '549300APPLIANCE001', 32477),
  provisioning_service: part('Key Provisioning Service', 'US', ['service_provider', 'key_generator'], '549300PROVISION001', 32478),
  distributor: part('Distributor', 'US', ['distributor'], '549300DISTRIBUTOR1'),
  installer: part('Installer', 'US', ['installer'], '549300INSTALLER001'),
}

const member = (name: string, country: string | null, segment: string, role: Role[], lei: string): Member => ({
  name,
  country,
  segment,
  role: [...role, 'node_operator'],
  lei,
})

const members: Record<SeatName, Member> = {
  north_utility: member('North Utility', null, 'utility', ['utility'], '549300NORTHUTIL001'),
  south_utility: member('South Utility', null, 'utility', ['utility'], '549300SOUTHUTIL001'),
  inverter_works: member('Inverter Works', 'DE', 'inverter_manufacturer', ['manufacturer'], '549300INVWORKS0001'),
  chip_works: member('Chip Works', 'NL', 'chip_vendor', ['component_manufacturer'], '549300CHIPWORKS001'),
  grid_services: member('Grid Services', null, 'service_provider', ['service_provider'], '549300GRIDSERVIC01'),
  university: member('University', null, 'academia', ['data_user'], '549300UNIVERSITY01'),
  energy_agency: member('Energy Agency', null, 'government', ['data_user'], '549300ENERGYAGEN01'),
}

/** Table 9 of a seat's entity in a nation, and its segment. */
export function memberOf(name: SeatName, entityId: string, nation: string): { entity: RegisterEntityInput; segment: string } {
  const { segment, country, ...fields } = members[name]
  return { entity: entry({ ...fields, country: country ?? nation, pen: null }, entityId), segment }
}

/** An entity's name, country, roles and private enterprise number. */
export function partOf(name: EntityName): Part {
  return parts[name]
}

/** Table 9 of an actor. */
export function entityOf(name: EntityName, account: string): RegisterEntityInput {
  return entry(parts[name], account)
}

function entry({ lei, ...fields }: Part, account: string): RegisterEntityInput {
  return { ...fields, type: 'company', entity_id: account, rlid: `lei:${withCheckDigits(lei)}`, group: '', role_certification: '' }
}

/** ISO 17442: 18 characters and the check digits of ISO 7064, MOD 97-10. */
function withCheckDigits(lei: string): string {
  const digits = Array.from(`${lei}00`, (character) => parseInt(character, 36)).join('')
  return `${lei}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}`
}

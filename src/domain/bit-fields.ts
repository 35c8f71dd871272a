/** Roles of an entity (table 9, `role`), lowest bit first. */
export const roles = [
  'assessor',
  'key_generator',
  'manufacturer',
  'component_manufacturer',
  'service_provider',
  'distributor',
  'installer',
  'certificate_authority',
  'utility',
  'node_operator',
  'data_user',
] as const
export type Role = (typeof roles)[number]

/** Certifications (tables 7 and 8), lowest bit first. */
export const certifications = [
  'fips_140_2_l1',
  'fips_140_2_l2',
  'fips_140_2_l3',
  'fips_140_2_l4',
  'fips_140_3_l1',
  'fips_140_3_l2',
  'fips_140_3_l3',
  'fips_140_3_l4',
  'cc_eal1',
  'cc_eal2',
  'cc_eal3',
  'cc_eal4',
  'cc_eal5',
  'cc_eal6',
  'cc_eal7',
  'cc_ava_van3',
  'cc_ava_van4',
  'cc_ava_van5',
  'eucc_substantial',
  'eucc_high',
  'iec_62443_4_1',
  'iec_62443_4_2_slc1',
  'iec_62443_4_2_slc2',
  'iec_62443_4_2_slc3',
  'iec_62443_4_2_slc4',
  'psa_l1',
  'psa_l2',
  'psa_l3',
  'psa_l2_se',
  'psa_l3_se',
  'sesip1',
  'sesip2',
  'sesip3',
  'sesip4',
  'sesip5',
  'esv',
  'ul_2941',
  'iso_27001',
  'gsma_sas_up',
  'cc_site',
] as const
export type Certification = (typeof certifications)[number]

/** Bit field of `values`; the order in `list` is the bit's number. */
export function toBits<T extends string>(list: readonly T[], values: readonly T[]): bigint {
  return values.reduce((bits, value) => bits | (1n << BigInt(list.indexOf(value))), 0n)
}

/** Names of the set bits, in the list's order. @throws RangeError when a bit is set that the list does not have. */
export function fromBits<T extends string>(list: readonly T[], bits: bigint): T[] {
  if (bits >> BigInt(list.length) !== 0n) throw new RangeError(`bit field 0x${bits.toString(16)} has bits past ${list.length}`)
  return list.filter((_, index) => (bits >> BigInt(index)) & 1n)
}

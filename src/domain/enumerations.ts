/**
 * The specification's enumerations. On chain each is a small integer: the position in its list, counted from 1; 0 is "not given".
 * The order is no ranking: policies list what they accept.
 */
export const statuses = ['active', 'suspended', 'revoked', 'eol', 'superseded', 'void'] as const
export type Status = (typeof statuses)[number]

/** Final statuses: a key leaves them only as `void`, by motion. */
export const finalStatuses: readonly Status[] = ['revoked', 'eol', 'superseded', 'void']

/** RFC 5280, 5.3.1 CRLReason, in its order; value 7 is not used there and `removeFromCRL` has no meaning for a key. */
export const keyReasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const
export type KeyReason = (typeof keyReasons)[number]

/** Why the effective status differs from the key's own: findings about its lot, process and assessments. */
export const inheritedReasons = [
  'lot_suspended',
  'process_suspended',
  'process_revoked',
  'assessment_suspended',
  'assessment_withdrawn',
  'assessor_struck_off',
  'lot_revoked',
  'lot_retired',
] as const
export type InheritedReason = (typeof inheritedReasons)[number]

/** On chain: `keyReasons` and behind them `inheritedReasons`, one enumeration. */
export const effectiveReasons = [...keyReasons, ...inheritedReasons] as const
export type EffectiveReason = (typeof effectiveReasons)[number]

/** Who set a status, in rising order: only the same or a higher authority reinstates. */
export const authorities = ['owner', 'process_owner', 'programme_manager', 'regulator', 'motion'] as const
export type Authority = (typeof authorities)[number]

export const assessmentKinds = ['key_generation', 'key_protection'] as const
export type AssessmentKind = (typeof assessmentKinds)[number]

export const assessmentStates = ['proposed', 'approved', 'rejected', 'suspended', 'withdrawn', 'corrected'] as const
export type AssessmentState = (typeof assessmentStates)[number]

/** State of a process and of a lot; only a lot is retired. */
export const recordStates = ['active', 'suspended', 'revoked', 'eol'] as const
export type RecordState = (typeof recordStates)[number]

/** What became of an offer of keys. An open one may have expired. */
export const offerStates = ['open', 'accepted', 'withdrawn'] as const

/** Why an installed key came back (5.4.5); a replacement names another key besides. */
export const returnWays = ['return', 'resale'] as const
export type ReturnWay = (typeof returnWays)[number]

export const keyGenerationEntities = [
  'onboard_se',
  'onboard_tpm',
  'onboard_tee',
  'onboard_processor',
  'hsm',
  'offline_appliance',
  'online_appliance',
  'other',
] as const
export type KeyGenerationEntity = (typeof keyGenerationEntities)[number]

export const entropySources = [
  'physical',
  'physical_validated',
  'drbg',
  'drbg_validated',
  'non_physical',
  'operating_system',
  'deterministic',
  'unknown',
] as const
export type EntropySource = (typeof entropySources)[number]

export const keyStorages = [
  'secure_element',
  'tpm',
  'hsm',
  'tee',
  'puf',
  'encrypted_memory',
  'protected_memory',
  'unprotected_memory',
] as const
export type KeyStorage = (typeof keyStorages)[number]

export const accessControls = ['hardware', 'privileged_software', 'non_privileged_software', 'none'] as const
export type AccessControl = (typeof accessControls)[number]

export const deviceIntegrities = ['secure_boot_hardware', 'secure_boot_software', 'none'] as const
export type DeviceIntegrity = (typeof deviceIntegrities)[number]

export const entityTypes = ['company', 'individual', 'government_body', 'association', 'academic'] as const
export type EntityType = (typeof entityTypes)[number]

/** What was found of a key of a product sample (5.6.3). */
export const sampleResults = ['conforming', 'nonconforming', 'not_available'] as const
export type SampleResult = (typeof sampleResults)[number]

/** What the Governing Body's documents are. */
export const documentKinds = ['bylaws', 'assessment_criteria', 'security_rules', 'other'] as const

/** Number on chain (from 1) of `value`; 0 when it is undefined. */
export function toCode<T extends string>(list: readonly T[], value: T | undefined): number {
  return value === undefined ? 0 : list.indexOf(value) + 1
}

/** The value that `code` stands for; undefined for 0. @throws RangeError for a number outside the list. */
export function fromCode<T extends string>(list: readonly T[], code: number): T | undefined {
  if (code === 0) return undefined
  const value = list[code - 1]
  if (value === undefined) throw new RangeError(`no enumeration value has the number ${code}`)
  return value
}

import { hexToString } from 'viem'
import { fromBits, roles } from '../../domain/bit-fields.ts'
import { toTime } from '../../domain/fields.ts'
import type { entityRegistryAbi } from '../abi/entity-registry.generated.ts'
import { refusedValue, roleMissing, type Rows } from './rows.ts'

export const entityReverts: Rows<typeof entityRegistryAbi> = {
  RegistryRoleMissing: roleMissing,
  EntityRegistryEntityUnknown: (entity) => ({ code: 'entity_unknown', field: 'entity_id', detail: `there is no entity ${entity}` }),
  EntityRegistryEntitySuspended: (entity) => ({ code: 'entity_suspended', detail: `${entity} is suspended` }),
  EntityRegistryControllerUnknown: (account) => ({ code: 'account_unknown', detail: `${account} controls no entity` }),
  EntityRegistryAccountTaken: (account, entity) => ({
    code: 'account_taken',
    field: 'account',
    detail: `${account} is, or was, the account of ${entity}`,
  }),
  EntityRegistryAccountZero: () => refusedValue('account', 'the zero address is nobody’s'),
  EntityRegistryTypeUnknown: (type) => refusedValue('type', `no type of entity has the number ${type}`),
  EntityRegistryNameInvalid: (name) =>
    refusedValue(
      'name',
      `${JSON.stringify(name)} does not have 1 to 100 bytes, or is no accreditation number (A-Z, 0-9, ".", "/", "-", at least one digit) of an individual`,
    ),
  EntityRegistryRlidInvalid: (rlid) =>
    refusedValue('rlid', `${JSON.stringify(rlid)} is no "scheme:value", or its LEI has wrong length or check digits`),
  EntityRegistryRlidTaken: (rlid, entity) => ({ code: 'rlid_taken', field: 'rlid', detail: `${rlid} is the rlid of ${entity}` }),
  EntityRegistryGroupInvalid: (group) => refusedValue('group', `${JSON.stringify(group)} is no rlid`),
  EntityRegistryCountryUnknown: (country) =>
    refusedValue('country', `${JSON.stringify(hexToString(country))} is no officially assigned ISO 3166-1 alpha-2 code`),
  EntityRegistryRoleUnknown: (role) => refusedValue('role', `0x${role.toString(16)} has bits that stand for no role`),
  EntityRegistryRoleCertificationTooLong: (length, most) =>
    refusedValue('role_certification', `has ${length} bytes, at most ${most} are allowed`),
  EntityRegistryReplacementUnknown: (entity, account) => ({
    code: 'replacement_unknown',
    detail: `nobody proposed ${account} as controller of ${entity}`,
  }),
  EntityRegistryReplacementTooEarly: (entity, from) => ({
    code: 'replacement_too_early',
    detail: `the change of ${entity}'s controller can be accepted from ${toTime(from)}`,
  }),
  EntityRegistryRoleMissing: (entity, wanted) => ({
    code: 'entity_role_missing',
    detail: `${entity} has none of the roles ${fromBits(roles, BigInt(wanted)).join(', ')}`,
  }),
  EntityRegistryNotAccredited: (entity, until) => ({
    code: 'not_accredited',
    detail: until === 0 ? `${entity} was never accredited` : `${entity} was accredited until ${toTime(until)}`,
  }),
  EntityRegistryStruckOff: (entity, since) => ({ code: 'assessor_struck_off', detail: `${entity} is struck off since ${toTime(since)}` }),
  EntityRegistryUntilPast: (until) => refusedValue('accredited_until', `${toTime(until)} is past`),
  EntityRegistrySinceTooLate: (since, latest) => refusedValue('struck_off_since', `${toTime(since)} is later than ${toTime(latest)}`),
  EntityRegistryQuotaExceeded: (entity, kind, quota, used, wanted, freeAt) => {
    const what = `${entity} has a quota of ${quota} new ${kind === 1 ? 'keys' : 'records'} a day; ${used} of today are used, ${wanted} more are wanted`
    const free = toTime(freeAt)
    return wanted > quota
      ? { code: 'quota_exceeded', detail: `${what}: more than a whole day's` }
      : { code: 'quota_exceeded', detail: `${what}; free again at ${free}`, retryAt: free }
  },
  EntityRegistryQuotaKindUnknown: () => refusedValue('kind', 'is neither keys nor records'),
  EntityRegistryDefaultQuotaZero: () => refusedValue('quota', 'a default has to be above 0'),
}

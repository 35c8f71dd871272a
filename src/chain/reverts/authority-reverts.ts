import type { authorityAbi } from '../abi/authority.generated.ts'
import { authorityRoles, refusedValue, roleMissing, unexpected, type Rows } from './rows.ts'

export const authorityReverts: Rows<typeof authorityAbi> = {
  AuthorityStaffRoleHeld: (account, held, wanted) => ({
    code: 'staff_role_held',
    detail: `${account} is ${authorityRoles[Number(held)] ?? held}, and cannot be ${authorityRoles[Number(wanted)] ?? wanted} too`,
  }),
  AuthorityAdminDelayed: (account, delay) =>
    refusedValue('delay', `${account} would be ADMIN only ${delay} s after each act: give it no delay`),
  AuthorityLastAdmin: (account) => refusedValue('account', `${account} is the last to hold ADMIN: name another before`),
  AccessManagerUnauthorizedAccount: roleMissing,
  AccessManagerUnauthorizedCall: (caller, target) => ({ code: 'role_missing', detail: `${caller} may not do that to ${target}` }),
  AccessManagerUnauthorizedCancel: (sender, caller) => ({ code: 'role_missing', detail: `${sender} may not cancel for ${caller}` }),
  AccessManagerUnauthorizedConsume: unexpected('AccessManagerUnauthorizedConsume'),
  AccessManagerAlreadyScheduled: unexpected('AccessManagerAlreadyScheduled'),
  AccessManagerBadConfirmation: unexpected('AccessManagerBadConfirmation'),
  AccessManagerExpired: unexpected('AccessManagerExpired'),
  AccessManagerInvalidInitialAdmin: unexpected('AccessManagerInvalidInitialAdmin'),
  AccessManagerLockedFunction: unexpected('AccessManagerLockedFunction'),
  AccessManagerLockedRole: unexpected('AccessManagerLockedRole'),
  AccessManagerNotReady: unexpected('AccessManagerNotReady'),
  AccessManagerNotScheduled: unexpected('AccessManagerNotScheduled'),
  AddressEmptyCode: unexpected('AddressEmptyCode'),
  FailedCall: unexpected('FailedCall'),
  InsufficientBalance: unexpected('InsufficientBalance'),
  SafeCastOverflowedUintDowncast: unexpected('SafeCastOverflowedUintDowncast'),
}

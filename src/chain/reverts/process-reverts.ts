import { fromCode, recordStates } from '../../domain/enumerations.ts'
import type { processRegistryAbi } from '../abi/process-registry.generated.ts'
import { rankTooLow, refusedReason, refusedValue, roleMissing, type Rows } from './rows.ts'

export const processReverts: Rows<typeof processRegistryAbi> = {
  RegistryRoleMissing: roleMissing,
  ProcessRegistryProcessUnknown: (id) => ({ code: 'process_unknown', field: 'process_id', detail: `there is no process ${id}` }),
  ProcessRegistryNotOwner: (id, entity) => ({ code: 'not_process_owner', detail: `process ${id} does not belong to ${entity}` }),
  ProcessRegistryNotGranted: (id, entity) => ({ code: 'not_granted', detail: `${entity} may not register under process ${id}` }),
  ProcessRegistryAccountUnknown: (id, account) => ({
    code: 'account_unknown',
    detail: `${account} controls no entity, and is no line account of process ${id}`,
  }),
  ProcessRegistryAccountTaken: (id, account, entity) => ({
    code: 'account_taken',
    field: 'account',
    detail: `under process ${id}, ${account} stands for ${entity}`,
  }),
  ProcessRegistryAccountZero: () => refusedValue('account', 'the zero address is nobody’s'),
  ProcessRegistryNotActive: (id, state) => ({
    code: 'process_not_active',
    detail: `process ${id} is ${fromCode(recordStates, state) ?? 'unknown'}`,
  }),
  ProcessRegistryRevoked: (id) => ({ code: 'process_revoked', detail: `process ${id} is revoked` }),
  ProcessRegistryRankTooLow: (id, by) => rankTooLow(`process ${id}`, by),
  ProcessRegistryReasonUnknown: refusedReason,
}

import { assessmentKinds, fromCode, recordStates, statuses } from '../../domain/enumerations.ts'
import type { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { lifeCycleReverts } from './life-cycle-reverts.ts'
import { rankTooLow, refusedReason, refusedValue, roleMissing, type Rows } from './rows.ts'

const kindName = (kind: number) => fromCode(assessmentKinds, kind) ?? 'unknown'

export const keyReverts: Rows<typeof keyRegistryAbi> = {
  ...lifeCycleReverts,
  RegistryRoleMissing: roleMissing,
  KeyRegistryKeysMissing: () => refusedValue('key_ids', 'no key is named'),
  KeyRegistryKeyIdZero: () => ({ code: 'key_id_zero', field: 'key_ids', detail: 'one of the key ids is zero' }),
  KeyRegistryKeyUnknown: (key) => ({ code: 'key_unknown', field: 'key_id', detail: `${key} is not registered` }),
  KeyRegistryKeyTaken: (key, process) => ({ code: 'key_taken', field: 'key_ids', detail: `${key} is registered under process ${process}` }),
  KeyRegistryNotOwner: (key, entity) => ({ code: 'not_key_owner', detail: `${key} does not belong to ${entity}` }),
  KeyRegistryNotProcessOwner: (key, entity) => ({
    code: 'not_process_owner',
    detail: `the process of ${key} does not belong to ${entity}`,
  }),
  KeyRegistryKeyOwn: (key, entity) => ({ code: 'key_own', detail: `${key} belongs to ${entity} itself` }),
  KeyRegistryStatusFinal: (key, status) => ({
    code: 'status_final',
    detail: `${key} is ${fromCode(statuses, status) ?? 'unknown'}, which is final`,
  }),
  KeyRegistryRankTooLow: (key, by) => rankTooLow(`key ${key}`, by),
  KeyRegistryLotUnknown: (lot) => ({ code: 'lot_unknown', field: 'lot_id', detail: `there is no lot ${lot}` }),
  KeyRegistryLotProcessWrong: (lot, process) => ({
    code: 'lot_process_wrong',
    field: 'lot_id',
    detail: `lot ${lot} is of process ${process}`,
  }),
  KeyRegistryLotNotOwner: (lot, entity) => ({ code: 'not_lot_owner', field: 'lot_id', detail: `lot ${lot} does not belong to ${entity}` }),
  KeyRegistryLotNotActive: (lot, state) => ({
    code: 'lot_not_active',
    field: 'lot_id',
    detail: `lot ${lot} is ${fromCode(recordStates, state) ?? 'unknown'}`,
  }),
  KeyRegistryLotOffered: (lot) => ({ code: 'lot_offered', field: 'lot_id', detail: `lot ${lot} is offered to another owner` }),
  KeyRegistryLotNotProcessOwner: (lot, entity) => ({
    code: 'not_process_owner',
    field: 'lot_id',
    detail: `the process of lot ${lot} does not belong to ${entity}`,
  }),
  KeyRegistryLotOwn: (lot, entity) => ({ code: 'lot_own', field: 'lot_id', detail: `lot ${lot} belongs to ${entity} itself` }),
  KeyRegistryLotRankTooLow: (lot, by) => rankTooLow(`lot ${lot}`, by),
  KeyRegistrySeriesMissing: (process, kind) => ({
    code: 'series_missing',
    detail: `process ${process} has no ${kindName(kind)} assessment`,
  }),
  KeyRegistrySeriesNotInForce: (process, kind, head) => ({
    code: 'series_not_in_force',
    detail: `${kindName(kind)} assessment ${head} of process ${process} is not approved, or its assessor is struck off`,
  }),
  KeyRegistryReasonUnknown: refusedReason,
}

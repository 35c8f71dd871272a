import { toTime } from '../../domain/fields.ts'
import type { sampleRegistryAbi } from '../abi/sample-registry.generated.ts'
import { refusedValue, roleMissing, type Rows } from './rows.ts'

export const sampleReverts: Rows<typeof sampleRegistryAbi> = {
  RegistryRoleMissing: roleMissing,
  SampleRegistrySampleUnknown: (id) => ({ code: 'sample_unknown', field: 'sample_id', detail: `there is no sample ${id}` }),
  SampleRegistryNotIndependent: (id, assessor) => ({
    code: 'not_independent',
    detail: `${assessor} is the owner of process ${id}, or of its group`,
  }),
  SampleRegistryPeriodInvalid: (from, until) => ({
    code: 'sample_period_invalid',
    field: from > until ? 'from' : 'until',
    detail: from > until ? `${toTime(from)} is after ${toTime(until)}` : `${toTime(until)} is in the future`,
  }),
  SampleRegistrySizeZero: () => refusedValue('size', 'is zero'),
  SampleRegistryTooEarly: (id, block) => ({ code: 'draw_too_early', detail: `sample ${id} is drawn by block ${block}` }),
  SampleRegistryBlockTooOld: (id, block) => ({ code: 'draw_block_too_old', detail: `sample ${id} was drawn by block ${block}` }),
  SampleRegistryProcessWrong: (key, process) => ({
    code: 'sample_process_wrong',
    field: 'key_id',
    detail: `${key} is registered under process ${process}`,
  }),
  SampleRegistryResultUnknown: (result) => refusedValue('result', `no result has the number ${result}`),
  SampleRegistryReportZero: () => refusedValue('report', 'is zero'),
}

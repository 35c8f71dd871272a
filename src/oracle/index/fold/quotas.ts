import { address } from '../../../chain/records/fields.ts'
import type { Folds } from './fold.ts'

/** What entities may write a day. What they did stands on the chain alone: no event tells of it. */
export const quotaFolds: Folds<'entities'> = {
  EntityQuotaSet: ({ entityId, keysPerDay: keys_per_day, recordsPerDay: records_per_day }, { write, about }) => {
    write('quota', address(entityId), { keys_per_day, records_per_day })
    about('entity', address(entityId))
  },

  DefaultQuotaSet: ({ keysPerDay: keys_per_day, recordsPerDay: records_per_day }, { write }) => {
    write('quota', 'default', { keys_per_day, records_per_day })
  },
}

import { address, valueOf, valueOrNull } from '../../../chain/records/fields.ts'
import { authorities, keyReasons, recordStates } from '../../../domain/enumerations.ts'
import { toTime } from '../../../domain/fields.ts'
import type { CreatedKeys } from '../decode-log.ts'
import { idLength } from '../keys/bytes.ts'
import type { FoldContext } from './fold.ts'
import type { KeyFolds } from './key-fold.ts'
import { standing } from './standing.ts'

/** What becomes of lots. */
export const lotFolds = {
  LotSuspended: ({ lotId, by, reason }, context) => {
    const since = { state_since: toTime(context.time), state_by: valueOrNull(authorities, by, 'state_by') }
    const why = { state: 'suspended', state_reason: valueOrNull(keyReasons, reason, 'state_reason') } as const
    context.write('lot', String(lotId), { ...standing(context, 'lot', String(lotId)), ...why, ...since })
  },

  LotReinstated: ({ lotId, by }, context) => {
    const since = { state_since: toTime(context.time), state_by: valueOrNull(authorities, by, 'state_by') }
    const why = { state: 'active', state_reason: null } as const
    context.write('lot', String(lotId), { ...standing(context, 'lot', String(lotId)), ...why, ...since })
  },

  LotOwnerStateSet: ({ lotId, state, reason }, context) => {
    const said = {
      owner_state: valueOf(recordStates, state, 'owner_state'),
      owner_state_reason: valueOrNull(keyReasons, reason, 'owner_state_reason'),
      owner_state_since: toTime(context.time),
    }
    context.write('lot', String(lotId), { ...standing(context, 'lot', String(lotId)), ...said })
  },

  LotTransferred: ({ lotId, toId, offerId }, context) => {
    const lot = standing(context, 'lot', String(lotId))
    context.write('lot', lot.lot_id, { ...lot, owner_id: address(toId), takes_keys: false })
    if (offerId !== 0) context.about('offer', String(offerId))
  },
} satisfies KeyFolds

/** The first keys of a lot open it; more of them are counted. */
export function countKeys(context: FoldContext, { lot: number, process, ownerId, keyIds }: CreatedKeys): void {
  const lot_id = String(number)
  const count = keyIds.length / idLength
  const lot = context.read('lot', lot_id)
  if (lot === undefined) {
    const time = toTime(context.time)
    const state = { state: 'active', state_reason: null, state_since: time, state_by: null } as const
    const ownerState = { owner_state: 'active', owner_state_reason: null, owner_state_since: time } as const
    const counts = { created_at: time, key_count: count, follower_count: count, takes_keys: true }
    context.write('lot', lot_id, { lot_id, process_id: String(process), owner_id: ownerId, ...state, ...ownerState, ...counts })
  } else {
    context.write('lot', lot_id, { ...lot, key_count: lot.key_count + count, follower_count: lot.follower_count + count })
  }
}

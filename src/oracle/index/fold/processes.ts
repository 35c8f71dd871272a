import { address, stateFields } from '../../../chain/records/fields.ts'
import { toTime } from '../../../domain/fields.ts'
import type { RecordState } from '../../../domain/enumerations.ts'
import type { FoldContext, Folds } from './fold.ts'
import { standing } from './standing.ts'

/** `Rank.MOTION` */
const motion = 5

/** Table 5; its two series come with the assessments' events. */
export const processFolds: Folds<'processes'> = {
  ProcessCreated: ({ processId, ownerId, creatorId }, { time, write, about }) => {
    const process_id = String(processId)
    const now = toTime(time)
    const state = { state: 'active', state_reason: null, state_since: now, state_by: null } as const
    const series = { key_generation_id: null, key_protection_id: null }
    write('process', process_id, { process_id, owner_id: address(ownerId), ...series, ...state, created_at: now })
    for (const entity of new Set([address(ownerId), address(creatorId)])) about('entity', entity)
  },

  ProcessSuspended: ({ processId, by, reason }, context) => setState(context, processId, 'suspended', by, reason),
  ProcessReinstated: ({ processId, by }, context) => setState(context, processId, 'active', by, 0),
  ProcessRevoked: ({ processId, reason }, context) => setState(context, processId, 'revoked', motion, reason),
}

function setState(context: FoldContext, processId: number, state: RecordState, stateBy: number, stateReason: number): void {
  const id = String(processId)
  const fields = stateFields({ stateBy, stateReason, stateSince: context.time })
  context.write('process', id, { ...standing(context, 'process', id), state, ...fields })
}

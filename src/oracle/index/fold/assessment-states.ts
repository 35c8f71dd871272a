import { stateFields } from '../../../chain/records/fields.ts'
import type { AssessmentState } from '../../../domain/enumerations.ts'
import { toTime } from '../../../domain/fields.ts'
import type { AssessmentEntry } from '../../../domain/kept-records.ts'
import type { FoldContext, Folds } from './fold.ts'
import { standing } from './standing.ts'

/** `Rank` */
const [owner, programmeManager, motion] = [1, 3, 5] as const

/** What becomes of an assessment. */
export const assessmentStateFolds: Folds<'assessments'> = {
  AssessmentApproved: ({ assessmentId, seriesId }, context) => {
    const id = String(assessmentId)
    const series = standing(context, 'series', String(seriesId))
    const { corrects_id, results_id } = standing(context, 'assessment', id)
    // a renewal shares the results of the head as it is now, which may be another one than when it was recorded
    const results = corrects_id === null ? standing(context, 'assessment', series.head_id).results_id : results_id
    setState(context, assessmentId, 'approved', programmeManager, 0, { approval_date: toTime(context.time), results_id: results })
    context.write('series', series.series_id, { ...series, head_id: id })
  },

  AssessmentCorrected: ({ assessmentId, correctionId }, context) => {
    setState(context, assessmentId, 'corrected', programmeManager, 0)
    context.about('assessment', String(correctionId))
  },

  AssessmentRejected: ({ assessmentId }, context) => setState(context, assessmentId, 'rejected', programmeManager, 0),
  AssessmentRetracted: ({ assessmentId }, context) => setState(context, assessmentId, 'rejected', owner, 0),
  AssessmentSuspended: ({ assessmentId, by, reason }, context) => setState(context, assessmentId, 'suspended', by, reason),
  AssessmentReinstated: ({ assessmentId, by }, context) => setState(context, assessmentId, 'approved', by, 0),
  AssessmentWithdrawn: ({ assessmentId, reason }, context) => setState(context, assessmentId, 'withdrawn', motion, reason),
}

function setState(
  context: FoldContext,
  assessmentId: number,
  state: AssessmentState,
  stateBy: number,
  stateReason: number,
  more: Partial<AssessmentEntry> = {},
): void {
  const id = String(assessmentId)
  const fields = stateFields({ stateBy, stateReason, stateSince: context.time })
  context.write('assessment', id, { ...standing(context, 'assessment', id), state, ...fields, ...more })
}

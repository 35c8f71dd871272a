import { assessmentDetails, toKeyGenerationResult, toKeyProtectionResult } from '../../../chain/records/assessment-record.ts'
import { address, idOrNull, valueOf } from '../../../chain/records/fields.ts'
import { assessmentKinds } from '../../../domain/enumerations.ts'
import { toTime } from '../../../domain/fields.ts'
import type { Folds } from './fold.ts'
import { standing } from './standing.ts'

/** What assessors record (tables 6 to 8), and how it is linked to processes. */
export const assessmentFolds: Folds<'assessments'> = {
  AssessmentRecorded: ({ assessmentId, processId, assessorId, kind, pastAssessmentId, correctsId, details }, context) => {
    const { time, write, about } = context
    const [assessment_id, process_id] = [String(assessmentId), String(processId)]
    const kindName = valueOf(assessmentKinds, kind, 'kind')
    const past_assessment_id = idOrNull(pastAssessmentId)
    const isRenewal = past_assessment_id !== null && correctsId === 0
    if (past_assessment_id === null) {
      write('series', assessment_id, { series_id: assessment_id, kind: kindName, process_id, head_id: assessment_id, owner_ids: [] })
    }
    write('assessment', assessment_id, {
      assessment_id,
      kind: kindName,
      process_id,
      assessor_id: address(assessorId),
      past_assessment_id,
      corrects_id: idOrNull(correctsId),
      ...assessmentDetails(details),
      approval_date: null,
      state: 'proposed',
      state_reason: null,
      state_since: toTime(time),
      state_by: null,
      results_id: isRenewal ? resultsOfHead(context, past_assessment_id) : assessment_id,
    })
    about('process', process_id)
    about('entity', address(assessorId))
  },

  KeyGenerationResultRecorded: ({ assessmentId, result }, { write, about }) => {
    write('result', String(assessmentId), toKeyGenerationResult(result))
    about('assessment', String(assessmentId))
  },

  KeyProtectionResultRecorded: ({ assessmentId, result }, { write, about }) => {
    write('result', String(assessmentId), toKeyProtectionResult(result))
    about('assessment', String(assessmentId))
  },

  AssessmentCommented: ({ assessmentId, commentDigest: comment }, { seq, block, time, transaction, write, about }) => {
    const assessment_id = String(assessmentId)
    write('comment', `${assessment_id}:${seq}`, { assessment_id, comment, commented_at: toTime(time), block, transaction })
    about('assessment', assessment_id)
  },

  ValiditySet: ({ validitySeconds: validity_seconds, graceSeconds: grace_seconds }, { write }) => {
    write('validity', 'validity', { validity_seconds, grace_seconds })
  },
}

type Context = Parameters<NonNullable<(typeof assessmentFolds)['AssessmentRecorded']>>[1]

/** Whose results a renewal takes over. */
function resultsOfHead(context: Context, seriesId: string): string {
  return standing(context, 'assessment', standing(context, 'series', seriesId).head_id).results_id
}

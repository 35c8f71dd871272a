import { assessmentKinds, assessmentStates, fromCode } from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import type { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { rankTooLow, refusedReason, refusedValue, roleMissing, type Rows } from './rows.ts'

const stateName = (state: number) => fromCode(assessmentStates, state) ?? 'unknown'
const kindName = (kind: number) => fromCode(assessmentKinds, kind) ?? 'unknown'

export const assessmentReverts: Rows<typeof assessmentRegistryAbi> = {
  RegistryRoleMissing: roleMissing,
  AssessmentRegistryAssessmentUnknown: (id) => ({
    code: 'assessment_unknown',
    field: 'assessment_id',
    detail: `there is no assessment ${id}`,
  }),
  AssessmentRegistrySeriesUnknown: (id) => ({
    code: 'assessment_unknown',
    field: 'past_assessment_id',
    detail: `${id} is no original assessment`,
  }),
  AssessmentRegistryNotIndependent: (id, assessor) => ({
    code: 'not_independent',
    detail: `${assessor} is the owner of process ${id}, or of its group`,
  }),
  AssessmentRegistryConflictOfInterest: (assessor, entity) => ({
    code: 'conflict_of_interest',
    detail: `${assessor} is ${entity}, or of its group: the owner of a process that shares the assessment, its key generator or manufacturer`,
  }),
  AssessmentRegistrySeriesFull: (series, most) => ({
    code: 'series_full',
    field: 'process_id',
    detail: `processes of ${most} owners share the assessment ${series}`,
  }),
  AssessmentRegistryNotAssessor: (id, entity) => ({ code: 'not_assessor', detail: `assessment ${id} was not recorded by ${entity}` }),
  AssessmentRegistryPlaceTaken: (id, kind, series) => ({
    code: 'series_place_taken',
    field: 'process_id',
    detail: `process ${id} has the ${kindName(kind)} assessment ${series}`,
  }),
  AssessmentRegistrySeriesNotInForce: (series, state) => ({
    code: 'series_not_in_force',
    detail: `the newest assessment of series ${series} is ${stateName(state)}`,
  }),
  AssessmentRegistryKindWrong: (id, kind) => ({ code: 'assessment_kind_wrong', detail: `assessment ${id} is one of ${kindName(kind)}` }),
  AssessmentRegistryNotHead: (id, head) => ({ code: 'not_head', detail: `the newest of the series of assessment ${id} is ${head}` }),
  AssessmentRegistryCompletionInFuture: (date) => refusedValue('completion_date', `${toTime(date)} is in the future`),
  AssessmentRegistryCompletionTooEarly: (date, head) =>
    refusedValue('completion_date', `${toTime(date)} is not after ${toTime(head)}, the completion of the assessment that it renews`),
  AssessmentRegistryAssessorStruckOff: (id, assessor) => ({
    code: 'assessor_struck_off',
    detail: `${assessor}, which completed assessment ${id}, is struck off since before that`,
  }),
  AssessmentRegistryValueInvalid: (field, value) => refusedValue(field, `${value} is outside of what it may be`),
  AssessmentRegistryCriteriaUnknown: (digest, completion) => ({
    code: 'criteria_unknown',
    field: 'criteria',
    detail: `${digest} is no registered document of assessment criteria, or was withdrawn before ${toTime(completion)}`,
  }),
  AssessmentRegistryTextInvalid: (field, value) =>
    refusedValue(field, `${JSON.stringify(value)} is too long, empty or not of the wanted form`),
  AssessmentRegistryStateWrong: (id, state) => ({ code: 'assessment_state_wrong', detail: `assessment ${id} is ${stateName(state)}` }),
  AssessmentRegistryRankTooLow: (id, by) => rankTooLow(`assessment ${id}`, by),
  AssessmentRegistryReasonUnknown: refusedReason,
}

import { assessmentDetails, criteria, keyGenerationResult, keyProtectionResult, reason } from '../support/inputs.ts'
import { day } from '../support/world.ts'
import { byAssessor, byEntity, restricted, type Row } from './row.ts'

const why = reason('unspecified')

export const assessmentRows: readonly Row[] = [
  // the OEM's process, of which all three labs are independent
  byAssessor(
    'assessments',
    'recordKeyGeneration',
    ({ bareProcessId, completed }) => [bareProcessId, assessmentDetails(completed), keyGenerationResult()],
    ['lab', 'secondLab', 'chipMakersLab'],
  ),
  byAssessor(
    'assessments',
    'recordKeyProtection',
    ({ bareProcessId, completed }) => [bareProcessId, assessmentDetails(completed), keyProtectionResult()],
    ['lab', 'secondLab', 'chipMakersLab'],
  ),
  // the chip maker's process, of which its own lab is not
  byAssessor('assessments', 'linkSeries', ({ bareProcessId, keyProtectionId }) => [bareProcessId, keyProtectionId]),
  byAssessor('assessments', 'renew', ({ keyGenerationId, completed }) => [keyGenerationId, assessmentDetails(completed + day)]),
  byAssessor('assessments', 'correctKeyGeneration', ({ keyGenerationId, completed }) => [
    keyGenerationId,
    assessmentDetails(completed),
    keyGenerationResult(),
  ]),
  byAssessor('assessments', 'correctKeyProtection', ({ keyProtectionId, completed }) => [
    keyProtectionId,
    assessmentDetails(completed),
    keyProtectionResult(),
  ]),
  byEntity('assessments', 'retract', ({ proposedId }) => [proposedId], ['secondLab'], 'AssessmentRegistryNotAssessor'),
  restricted('assessments', 'PROGRAMME_MANAGER', 'approve', ({ proposedId }) => [proposedId]),
  restricted('assessments', 'PROGRAMME_MANAGER', 'reject', ({ proposedId }) => [proposedId]),
  restricted('assessments', 'PROGRAMME_MANAGER', 'comment', ({ proposedId }) => [proposedId, criteria]),
  restricted('assessments', 'PROGRAMME_MANAGER', 'suspendAsProgrammeManager', ({ keyGenerationId }) => [keyGenerationId, why]),
  restricted('assessments', 'PROGRAMME_MANAGER', 'reinstateAsProgrammeManager', ({ keyGenerationId }) => [keyGenerationId]),
  restricted('assessments', 'REGULATOR', 'suspendAsRegulator', ({ keyGenerationId }) => [keyGenerationId, why]),
  restricted('assessments', 'REGULATOR', 'reinstateAsRegulator', ({ keyGenerationId }) => [keyGenerationId]),
  restricted('assessments', 'BOARD', 'reinstateAsBoard', ({ keyGenerationId }) => [keyGenerationId]),
  restricted('assessments', 'BOARD', 'setValidity', () => [365 * day, 30 * day]),
  restricted('assessments', 'BOARD', 'withdraw', ({ keyGenerationId }) => [keyGenerationId, why]),
]

import { commentAssessment } from './comment-assessment.ts'
import { createAssessment } from './create-assessment.ts'
import { createKeys } from './create-keys.ts'
import { createProcess } from './create-process.ts'
import type { Operation } from './operation.ts'
import { updateKey } from './update-key.ts'
import { updateAssessment, updateLot, updateProcess } from './update-records.ts'

/** Every write that there is, whoever signs it. */
export const operations: readonly Operation[] = [
  createProcess,
  createAssessment,
  createKeys,
  updateKey,
  updateProcess,
  updateAssessment,
  commentAssessment,
  updateLot,
]

import { commentAssessment } from './comment-assessment.ts'
import { createAssessment } from './create-assessment.ts'
import { createKeys } from './create-keys.ts'
import { createProcess } from './create-process.ts'
import type { Operation } from './operation.ts'
import { createOffer, updateOffer } from './offers.ts'
import { updateInstaller, updateSender } from './relations.ts'
import { updateKey } from './update-key.ts'
import { updateKeys } from './update-keys.ts'
import { updateLot } from './update-lot.ts'
import { updateAssessment, updateProcess } from './update-records.ts'

/** Every write that there is, whoever signs it. */
export const operations: readonly Operation[] = [
  createProcess,
  createAssessment,
  createKeys,
  updateKey,
  updateKeys,
  updateProcess,
  updateAssessment,
  commentAssessment,
  updateLot,
  createOffer,
  updateOffer,
  updateInstaller,
  updateSender,
]

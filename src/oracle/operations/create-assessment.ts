import { createAssessmentInput, parseAssessment } from '../../domain/inputs/assessment.ts'
import { operation } from './operation.ts'
import { requireEntity } from './rights.ts'

export const createAssessment = operation({
  name: 'create_assessment',
  input: createAssessmentInput,
  read: parseAssessment,
  plan: (input, { who, registry }) => {
    requireEntity(who, 'recording an assessment')
    return Promise.resolve({ calls: [registry.createAssessment(input)], about: {} })
  },
})

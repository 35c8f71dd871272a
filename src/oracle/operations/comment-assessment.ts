import { recordIdField } from '../../domain/fields.ts'
import { commentInput } from '../../domain/inputs/comment.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { operation } from './operation.ts'
import { requireStaff } from './rights.ts'

const commentCall = commentInput.extend({ assessment_id: recordIdField }).meta({ id: 'CommentAssessmentCall' })

export const commentAssessment = operation({
  name: 'comment_assessment',
  input: commentCall,
  read: (value) => parseInput(commentCall, value),
  plan: ({ assessment_id, comment }, { who, registry }) => {
    requireStaff(who, ['programme_manager'], 'commenting an assessment')
    return Promise.resolve({ calls: [registry.commentAssessment(assessment_id, comment)], about: { assessment_id } })
  },
})

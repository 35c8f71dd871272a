import { z } from 'zod'
import { digestField, recordIdField, timeField } from './fields.ts'

/** A comment of the programme manager on a draft of an assessment; its text stays off the chain. */
export const commentRecord = z
  .object({
    assessment_id: recordIdField,
    comment: digestField.describe('SHA-256 of the comment'),
    commented_at: timeField,
    block: z.number().int(),
    transaction: z.string(),
  })
  .meta({ id: 'AssessmentComment' })
export type CommentRecord = z.infer<typeof commentRecord>

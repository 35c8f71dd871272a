import { z } from 'zod'
import { digestField } from '../fields.ts'

/** A comment on a draft of an assessment; the text goes to the assessor off the chain. */
export const commentInput = z.strictObject({ comment: digestField.describe('SHA-256 of the comment') }).meta({ id: 'CommentAssessment' })

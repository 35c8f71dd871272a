import { z } from 'zod'
import { keyReasons } from '../enumerations.ts'
import { digestField, entityIdField, recordIdField } from '../fields.ts'
import { parseInput } from '../parse-input.ts'
import { keyGenerationResultInput, keyProtectionResultInput } from './assessment-result.ts'
import { pastTimeField } from './past-time-field.ts'
import { textField } from './text-field.ts'

const noDigest = `0x${'0'.repeat(64)}`
const reference = digestField
  .refine((digest) => digest !== noDigest, 'must not be zero')
  .describe('SHA-256 of the evidence that stays off the chain (table 7)')

const common = {
  completion_date: pastTimeField,
  reference,
  key_generator_id: entityIdField.nullable().default(null),
  manufacturer_id: entityIdField.nullable().default(null),
  scope: textField(1, 200).describe('What was assessed'),
  criteria: digestField.default(noDigest).describe('SHA-256 of the criteria that were applied; zero: not given'),
}
const generation = { kind: z.literal('key_generation'), assessment_result: keyGenerationResultInput }
const protection = { kind: z.literal('key_protection'), assessment_result: keyProtectionResultInput }

/** Tables 6 and 7, 6 and 8: an original, which opens a series for the process. */
const originalAssessmentInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ process_id: recordIdField, ...common, ...generation }),
    z.strictObject({ process_id: recordIdField, ...common, ...protection }),
  ])
  .meta({ id: 'OriginalAssessment' })
export type OriginalAssessmentInput = z.output<typeof originalAssessmentInput>

/** A renewal names the original and carries no results: at approval it takes over those of the series' head (table 6). */
const renewalInput = z.strictObject({ past_assessment_id: recordIdField, ...common }).meta({ id: 'Renewal' })
export type RenewalInput = z.output<typeof renewalInput>

/** A correction of the head of a series, with all results anew. */
const correctionInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ corrects_id: recordIdField, ...common, ...generation }),
    z.strictObject({ corrects_id: recordIdField, ...common, ...protection }),
  ])
  .meta({ id: 'Correction' })
export type CorrectionInput = z.output<typeof correctionInput>

/** `create_assessment` (table 10) takes any of the three. */
export const createAssessmentInput = z.union([originalAssessmentInput, renewalInput, correctionInput]).meta({ id: 'CreateAssessment' })
export type CreateAssessmentInput =
  | { readonly form: 'original'; readonly input: OriginalAssessmentInput }
  | { readonly form: 'renewal'; readonly input: RenewalInput }
  | { readonly form: 'correction'; readonly input: CorrectionInput }

/** Reads `value` as what it is by the field that only one form has, so that the faults named are that form's. @throws Problem invalid_input */
export function parseAssessment(value: unknown): CreateAssessmentInput {
  const has = (field: string) => typeof value === 'object' && value !== null && field in value
  if (has('past_assessment_id')) return { form: 'renewal', input: parseInput(renewalInput, value) }
  if (has('corrects_id')) return { form: 'correction', input: parseInput(correctionInput, value) }
  return { form: 'original', input: parseInput(originalAssessmentInput, value) }
}

/**
 * The state that an assessment is to have; `approved` approves a proposed one and reinstates a suspended one, `rejected`, by its assessor, takes
 * a proposed one back. Only a motion withdraws.
 */
export const updateAssessmentInput = z
  .strictObject({
    state: z.enum(['approved', 'rejected', 'suspended', 'withdrawn']),
    reason: z.enum(keyReasons).default('unspecified'),
  })
  .meta({ id: 'UpdateAssessment' })
export type UpdateAssessmentInput = z.output<typeof updateAssessmentInput>

import { z } from 'zod'
import { keyReasons, returnWays } from '../enumerations.ts'
import { entityIdField, keyIdField, timeField } from '../fields.ts'

const isGiven = (field: unknown) => field !== undefined
/** Longest overlap of two keys, 366 days, in seconds. */
const longestOverlap = 366 * 86_400
const rotationFields = ['successor_id', 'public_key', 'signature', 'overlap_seconds'] as const

/**
 * `update_key` (table 10): a status (`active` reinstates, `superseded` rotates), an owner (an offer by the owner, the acceptance by the one
 * it names), or whether it is installed.
 */
export const updateKeyInput = z
  .strictObject({
    status: z.enum(['active', 'suspended', 'revoked', 'eol', 'superseded', 'void']).optional(),
    reason: z.enum(keyReasons).optional(),
    successor_id: keyIdField.optional().describe('With superseded: the key that follows on it'),
    public_key: z.string().min(1).max(65_536).optional().describe('Of the successor: base64 of the DER SubjectPublicKeyInfo, or PEM'),
    signature: z
      .string()
      .min(1)
      .max(1024)
      .optional()
      .describe('By the successor: base64 of the DER ECDSA-Sig-Value over the rotation statement'),
    overlap_seconds: z.number().int().min(0).max(longestOverlap).optional().describe('For how long both keys are good'),
    owner_id: entityIdField.optional(),
    expires_at: timeField.optional().describe('Of an offer; without it, 30 days'),
    installed: z.boolean().optional(),
    way: z.enum(returnWays).optional().describe('Of a key that is installed no longer'),
    replacement_id: keyIdField.optional().describe('Or: the key that is installed where it was'),
  })
  .refine(({ status, owner_id, installed }) => [status, owner_id, installed].filter(isGiven).length === 1, {
    message: 'must hold one of status, owner_id and installed',
  })
  .refine(({ status, reason }) => reason === undefined || (status !== undefined && status !== 'superseded'), {
    path: ['reason'],
    message: 'goes with a status only, and not with superseded',
  })
  .refine(({ owner_id, expires_at }) => owner_id !== undefined || expires_at === undefined, {
    path: ['expires_at'],
    message: 'goes with owner_id only',
  })
  .superRefine((input, context) => {
    for (const field of rotationFields) {
      if (isGiven(input[field]) === (input.status === 'superseded')) continue
      const message = input.status === 'superseded' ? 'is missing' : 'goes with the status superseded only'
      context.addIssue({ code: 'custom', path: [field], message })
    }
    const ways = [input.way, input.replacement_id].filter(isGiven).length
    if (ways !== (input.installed === false ? 1 : 0)) {
      context.addIssue({
        code: 'custom',
        path: ['way'],
        message: 'or replacement_id, one of them, goes with installed false, and only there',
      })
    }
  })
  .meta({ id: 'UpdateKey' })
export type UpdateKeyInput = z.output<typeof updateKeyInput>

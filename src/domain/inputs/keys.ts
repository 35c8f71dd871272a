import { z } from 'zod'
import { keyReasons } from '../enumerations.ts'
import { entityIdField, keyIdField, recordIdField } from '../fields.ts'

const maxKeys = 10_000
const noKeyId = `0x${'0'.repeat(64)}`
const one = (fields: readonly unknown[]) => fields.filter((field) => field !== undefined).length === 1
/** Base64 (RFC 4648, 4) of DER, or PEM. */
const encoded = z.string().min(1).max(65_536)

const given = {
  key_ids: z.array(keyIdField.refine((id) => id !== noKeyId, 'must not be zero')),
  public_keys: z.array(encoded).describe('Base64 of the DER SubjectPublicKeyInfo, or PEM'),
  csrs: z.array(encoded).describe('Base64 of the DER CSR, or PEM: proves possession'),
}
const list = <T extends z.ZodType>(field: z.ZodArray<T>) => field.min(1, 'must not be empty').max(maxKeys, `must hold at most ${maxKeys}`)

/** `create_key` (table 10), batches included; without `lot_id` a lot is opened. */
export const createKeysInput = z
  .strictObject({
    process_id: recordIdField,
    lot_id: recordIdField.optional(),
    key_ids: list(given.key_ids).optional(),
    public_keys: list(given.public_keys).optional(),
    csrs: list(given.csrs).optional(),
  })
  .refine(({ key_ids, public_keys, csrs }) => one([key_ids, public_keys, csrs]), 'must hold one of key_ids, public_keys and csrs')
  .meta({ id: 'CreateKeys' })
export type CreateKeysInput = z.output<typeof createKeysInput>

/** `update_key` (table 10): a status (`active` reinstates), or an owner: an offer by the owner, the acceptance by the one it names. */
export const updateKeyInput = z
  .strictObject({
    status: z.enum(['active', 'suspended', 'revoked', 'eol', 'void']).optional(),
    reason: z.enum(keyReasons).optional(),
    owner_id: entityIdField.optional(),
  })
  .refine(({ status, owner_id }) => one([status, owner_id]), 'must hold one of status and owner_id')
  .refine(({ status, reason }) => status !== undefined || reason === undefined, { path: ['reason'], message: 'goes with a status only' })
  .meta({ id: 'UpdateKey' })
export type UpdateKeyInput = z.output<typeof updateKeyInput>

/** The state that a lot is to have. */
export const updateLotInput = z
  .strictObject({ state: z.enum(['active', 'suspended']), reason: z.enum(keyReasons).default('unspecified') })
  .meta({ id: 'UpdateLot' })
export type UpdateLotInput = z.output<typeof updateLotInput>

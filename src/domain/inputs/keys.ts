import { z } from 'zod'
import { keyReasons } from '../enumerations.ts'
import { keyIdField, recordIdField, timeField, entityIdField } from '../fields.ts'

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
const list = <T extends z.ZodType>(field: z.ZodArray<T>, more = '') =>
  field.min(1, 'must not be empty').max(maxKeys, `must hold at most ${maxKeys}${more}`)
/** Of keys to register. */
const registered = <T extends z.ZodType>(field: z.ZodArray<T>) => list(field, '; more go one a line, as application/x-ndjson').optional()

/** `create_key` (table 10), batches included; without `lot_id` a lot is opened. */
export const createKeysInput = z
  .strictObject({
    process_id: recordIdField,
    lot_id: recordIdField.optional(),
    key_ids: registered(given.key_ids),
    public_keys: registered(given.public_keys),
    csrs: registered(given.csrs),
  })
  .refine(({ key_ids, public_keys, csrs }) => one([key_ids, public_keys, csrs]), 'must hold one of key_ids, public_keys and csrs')
  .meta({ id: 'CreateKeys' })
export type CreateKeysInput = z.output<typeof createKeysInput>

/** A status that somebody sets for many keys at once. */
const setStatus = z.enum(['active', 'suspended', 'revoked', 'eol'])

/** `update_key` for many: those of a list, or everything that an account registered between two times, both included. */
export const updateKeysInput = z
  .strictObject({
    key_ids: list(given.key_ids).optional(),
    registered_by: entityIdField.optional().describe('Account that registered them, such as that of a line'),
    from: timeField.optional(),
    until: timeField.optional(),
    status: setStatus,
    reason: z.enum(keyReasons).default('unspecified'),
  })
  .refine(({ key_ids, registered_by }) => one([key_ids, registered_by]), 'must hold one of key_ids and registered_by')
  .refine(({ registered_by, from, until }) => [from, until].every((time) => (time === undefined) === (registered_by === undefined)), {
    path: ['registered_by'],
    message: 'goes with from and until, and they with it',
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, { path: ['until'], message: 'is before from' })
  .meta({ id: 'UpdateKeys' })
export type UpdateKeysInput = z.output<typeof updateKeysInput>

import { z } from 'zod'
import { keyReasons, recordStates } from '../enumerations.ts'
import { entityIdField, keyIdField, recordIdField, timeField } from '../fields.ts'

/** Keys, up to 10,000 and an offer for each 500, or a lot, for another entity. */
export const createOfferInput = z
  .strictObject({
    to_id: entityIdField,
    key_ids: z.array(keyIdField).min(1, 'must not be empty').max(10_000, 'must hold at most 10000').optional(),
    lot_id: recordIdField.optional(),
    expires_at: timeField.optional().describe('At most 366 days ahead; without it, 30 days'),
  })
  .refine(({ key_ids, lot_id }) => (key_ids === undefined) !== (lot_id === undefined), 'must hold one of key_ids and lot_id')
  .meta({ id: 'CreateOffer' })

/** The receiver accepts; either party withdraws. */
export const updateOfferInput = z.strictObject({ state: z.enum(['accepted', 'withdrawn']) }).meta({ id: 'UpdateOffer' })

/** The state that a lot is to have, or its owner: an offer by the owner, the acceptance by the one it names. */
export const updateLotInput = z
  .strictObject({
    state: z.enum(recordStates).optional(),
    reason: z.enum(keyReasons).default('unspecified'),
    owner_id: entityIdField.optional(),
    expires_at: timeField.optional().describe('Of an offer; without it, 30 days'),
  })
  .refine(({ state, owner_id }) => (state === undefined) !== (owner_id === undefined), 'must hold one of state and owner_id')
  .refine(({ owner_id, expires_at }) => owner_id !== undefined || expires_at === undefined, {
    path: ['expires_at'],
    message: 'goes with owner_id only',
  })
  .meta({ id: 'UpdateLot' })

/** Whether an entity may install one's keys. */
export const updateInstallerInput = z.strictObject({ named: z.boolean() }).meta({ id: 'UpdateInstaller' })

/** Whether what an entity offers is taken without being asked. */
export const updateSenderInput = z.strictObject({ accepted_in_advance: z.boolean() }).meta({ id: 'UpdateSender' })

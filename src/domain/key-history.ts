import { z } from 'zod'
import { authorities, keyReasons, recordStates, returnWays, statuses } from './enumerations.ts'
import { entityIdField, keyIdField, recordIdField, timeField } from './fields.ts'

/** How an entity came to own a key. An offer that was accepted in advance has no id. */
const ownerWays = ['registration', 'offer', 'lot_offer', 'motion'] as const

const where = {
  block: z.number().int(),
  time: timeField,
  transaction: z.string(),
}

/** One thing that happened to a key itself, or that came over it by its lot or its process. */
export const keyEvent = z
  .object({
    event: z.string().describe('Name of the event on the chain'),
    ...where,
    sent_by: entityIdField.describe('Account that sent the transaction'),
    status: z.enum(statuses).optional(),
    state: z.enum(recordStates).optional().describe('Of its lot or process'),
    reason: z.enum(keyReasons).optional(),
    by: z.enum(authorities).optional(),
    by_id: entityIdField.optional().describe('Entity that acted, where the event names it'),
    owner_id: entityIdField.optional(),
    from_id: entityIdField.optional(),
    process_id: recordIdField.optional(),
    lot_id: recordIdField.optional(),
    offer_id: recordIdField.optional(),
    expires_at: timeField.optional(),
    way: z.enum(returnWays).optional(),
    replaced_id: keyIdField.optional().describe('The key of the device that came back'),
    replacement_id: keyIdField.optional(),
    predecessor_id: keyIdField.optional(),
    successor_id: keyIdField.optional(),
    superseded_at: timeField.optional(),
    signature_verified: z.boolean().optional().describe('Whether the successor signed: without that the two are two devices'),
  })
  .meta({ id: 'KeyEvent' })
export type KeyEvent = z.infer<typeof keyEvent>

/** An entity's time as owner of a key; `until` null: it is the owner still. Of a key that was made void, until then. */
export const ownerPeriod = z
  .object({
    owner_id: entityIdField,
    since: timeField,
    block: z.number().int(),
    transaction: z.string(),
    by: z.enum(ownerWays),
    offer_id: recordIdField.nullable(),
    until: timeField.nullable(),
  })
  .meta({ id: 'OwnerPeriod' })
export type OwnerPeriod = z.infer<typeof ownerPeriod>

/** Both oldest first. */
export type KeyHistory = { readonly events: readonly KeyEvent[]; readonly owners: readonly OwnerPeriod[] }

type OwnerWay = (typeof ownerWays)[number]

/** Who owned the key, and for how long, from what happened to it. */
export function ownersFrom(events: readonly KeyEvent[]): OwnerPeriod[] {
  const owners: OwnerPeriod[] = []
  for (const event of events) {
    const way = wayOf(event)
    const last = owners.at(-1)
    if (last?.until === null && (way !== undefined || event.status === 'void')) owners[owners.length - 1] = { ...last, until: event.time }
    if (way === undefined || event.owner_id === undefined) continue
    const { owner_id, time: since, block, transaction, offer_id = null } = event
    owners.push({ owner_id, since, block, transaction, by: way, offer_id, until: null })
  }
  return owners
}

function wayOf({ event, by }: KeyEvent): OwnerWay | undefined {
  if (event === 'KeysCreated') return 'registration'
  if (event !== 'KeysTransferred' && event !== 'LotTransferred') return undefined
  if (by === 'motion') return 'motion'
  return event === 'LotTransferred' ? 'lot_offer' : 'offer'
}

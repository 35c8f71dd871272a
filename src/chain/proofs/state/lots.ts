import { offerStates } from '../../../domain/enumerations.ts'
import { toTime } from '../../../domain/fields.ts'
import type { LotRecord, OfferRecord } from '../../../domain/records.ts'
import { idOrNull, valueOf } from '../../records/fields.ts'
import { toLotRecord } from '../../records/key-record.ts'
import { slotInMapping } from '../slots.ts'
import { variables } from './layout.ts'
import type { ProvenState } from './proven-state.ts'
import { readStruct } from './read-struct.ts'
import { indexOf, someEntityId } from './values.ts'

const slots = variables.KeyRegistry

export async function provenLot(state: ProvenState, lotId: string): Promise<LotRecord | undefined> {
  const [lot, said] = await Promise.all([
    readStruct(state, 'KeyRegistry', slotInMapping(slots.lots, BigInt(lotId)), 'LotRecord'),
    readStruct(state, 'KeyRegistry', slotInMapping(slots.lotOwnerStates, BigInt(lotId)), 'LotOwnerState'),
  ])
  if (lot.processId === 0n) return undefined
  return toLotRecord({
    lotId: Number(lotId),
    processId: Number(lot.processId),
    ownerId: await someEntityId(state, lot.owner),
    state: Number(lot.state),
    stateBy: Number(lot.stateBy),
    stateReason: Number(lot.stateReason),
    stateSince: Number(lot.stateSince),
    // nothing said stands for active, since the lot was opened
    ownerState: Number(said.state) || 1,
    ownerStateReason: Number(said.reason),
    ownerStateSince: Number(said.since || lot.createdAt),
    createdAt: Number(lot.createdAt),
    keyCount: Number(lot.keyCount),
    followerCount: Number(lot.keyCount - lot.separateCount),
    takesKeys: lot.flags === 0n,
  })
}

export async function provenOffer(state: ProvenState, offerId: string): Promise<OfferRecord | undefined> {
  const offer = await readStruct(state, 'KeyRegistry', slotInMapping(slots.offers, BigInt(offerId)), 'OfferRecord')
  if (offer.state === 0n) return undefined
  return {
    offer_id: offerId,
    from_id: await someEntityId(state, offer.from),
    to_id: await someEntityId(state, offer.to),
    lot_id: idOrNull(Number(offer.lotId)),
    key_count: Number(offer.keyCount),
    state: valueOf(offerStates, Number(offer.state), 'state'),
    expires_at: toTime(Number(offer.expiresAt)),
  }
}

/** @param id owner_id:entity_id */
export async function provenInstaller(state: ProvenState, id: string) {
  const [owner_id, entity_id] = id.split(':') as [string, string]
  return { owner_id, entity_id, stands: (await relation(state, owner_id, entity_id)).namedInstaller === 1n }
}

/** @param id to_id:entity_id */
export async function provenSender(state: ProvenState, id: string) {
  const [to_id, entity_id] = id.split(':') as [string, string]
  return { to_id, entity_id, stands: (await relation(state, to_id, entity_id)).acceptsInAdvance === 1n }
}

async function relation(state: ProvenState, entityId: string, otherId: string) {
  const [entity, other] = await Promise.all([indexOf(state, entityId), indexOf(state, otherId)])
  return readStruct(state, 'KeyRegistry', slotInMapping(slotInMapping(slots.relations, entity), other), 'Relation')
}

import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { KeyInfo, LotRecord } from '../../domain/records.ts'
import { termOfOffer } from '../../domain/term-of-offer.ts'
import type { Plan, Planning } from './operation.ts'
import { requireEntity } from './rights.ts'

/** An offer of one key by its owner, or its acceptance by the entity that it is offered to. @throws Problem `right_missing`, `key_not_offered`, … */
export async function handKeyOn(info: KeyInfo, toId: string, expiresAt: string | undefined, { who, registry }: Planning): Promise<Plan> {
  const { subject } = requireEntity(who, 'handing keys on')
  const key_id = info.key.key_id as Hex
  const about = { key_ids: [key_id] }
  if (info.key.owner_id === subject) {
    return { calls: [registry.offerKeys([key_id], toId, expiresAt ?? termOfOffer(info.as_of.time))], about }
  }
  requireReceiver(subject, toId, info.key.owner_id, `key ${key_id}`)
  const offers = await registry.openOffersOf(key_id, subject, info.as_of.block)
  // one of a former owner stays open when the key goes with its lot
  const offer = offers.findLast(({ from_id }) => from_id === info.key.owner_id)
  if (offer === undefined) throw new Problem('key_not_offered', { field: 'owner_id', detail: `${key_id} is not offered to ${subject}` })
  if (offer.key_count > 1) {
    const detail = `offer ${offer.offer_id} is of ${offer.key_count} keys, all of which change hands: PATCH /v1/offers/${offer.offer_id}`
    throw new Problem('offer_keys_wrong', { field: 'owner_id', detail })
  }
  return { calls: [registry.acceptOffer({ offer_id: offer.offer_id, lot_id: null, key_ids: [key_id] })], about }
}

/** The same of a lot. @throws Problem `right_missing`, `offer_unknown`, … */
export async function handLotOn(
  lot: LotRecord,
  toId: string,
  expiresAt: string | undefined,
  head: { block: number; time: string },
  { who, registry }: Planning,
): Promise<Plan> {
  const { subject } = requireEntity(who, 'handing lots on')
  const { lot_id, owner_id } = lot
  if (owner_id === subject) return { calls: [registry.offerLot(lot_id, toId, expiresAt ?? termOfOffer(head.time))], about: { lot_id } }
  requireReceiver(subject, toId, owner_id, `lot ${lot_id}`)
  for (const offerId of (await registry.offerIds({ fromId: owner_id, toId: subject }, head.block)).toReversed()) {
    const offer = await registry.offer(offerId, head.block)
    if (offer?.lot_id !== lot_id || offer.state !== 'open') continue
    return { calls: [registry.acceptOffer({ offer_id: offerId, lot_id, key_ids: [] })], about: { lot_id } }
  }
  throw new Problem('offer_unknown', { field: 'owner_id', detail: `lot ${lot_id} is not offered to ${subject}` })
}

function requireReceiver(subject: string, toId: string, ownerId: string, what: string): void {
  if (toId === subject) return
  const detail = `${what} is offered by its owner, ${ownerId}, and accepted by the entity that it is offered to; ${subject} is not the owner`
  throw new Problem('right_missing', { detail })
}

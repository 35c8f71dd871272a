import { Problem } from '../domain/problem.ts'
import type { OfferRecord } from '../domain/records.ts'
import type { RegistryReads } from './registry.ts'
import { isSupervisor, type Who } from './who.ts'

/** An offer, for its parties and the supervisors. @throws Problem `offer_unknown`, `offer_not_party` */
export async function knownOffer(registry: RegistryReads, who: Who, offerId: string, block: number): Promise<OfferRecord> {
  const offer = await registry.offer(offerId, block)
  if (offer === undefined) throw new Problem('offer_unknown', { field: 'offer_id', detail: `there is no offer ${offerId}` })
  if (isSupervisor(who) || [offer.from_id, offer.to_id].includes(who.subject)) return offer
  throw new Problem('offer_not_party', { field: 'offer_id', detail: `offer ${offerId} is neither from nor to ${who.subject}` })
}

import { address, idOrNull } from '../../../chain/records/fields.ts'
import { toTime } from '../../../domain/fields.ts'
import { standingKey, type KeyFolds } from './key-fold.ts'
import { standing } from './standing.ts'

/** What becomes of offers, and of keys and lots in them. */
export const offerFolds = {
  OfferMade: ({ offerId, fromId, toId, lotId, expiresAt, keyIds }, context) => {
    const offer_id = String(offerId)
    const lot = lotId === 0 ? undefined : standing(context, 'lot', String(lotId))
    context.write('offer', offer_id, {
      offer_id,
      from_id: address(fromId),
      to_id: address(toId),
      lot_id: idOrNull(lotId),
      key_count: lot?.follower_count ?? keyIds.length,
      state: 'open',
      expires_at: toTime(expiresAt),
      took_keys: lot?.takes_keys ?? false,
    })
    if (lot !== undefined) context.write('lot', lot.lot_id, { ...lot, takes_keys: false })
    for (const keyId of keyIds) {
      context.setKey(keyId, { ...standingKey(context, keyId), offer: offerId })
      context.setOffered(offerId, keyId)
    }
  },

  OfferAccepted: ({ offerId }, context) => {
    const offer = standing(context, 'offer', String(offerId))
    context.write('offer', offer.offer_id, { ...offer, state: 'accepted' })
  },

  // a key may have left the offer since: moved by motion, made void, or offered by who came to own it with its lot
  OfferWithdrawn: ({ offerId }, context) => {
    const offer = standing(context, 'offer', String(offerId))
    context.write('offer', offer.offer_id, { ...offer, state: 'withdrawn' })
    if (offer.lot_id !== null) {
      const lot = standing(context, 'lot', offer.lot_id)
      context.write('lot', lot.lot_id, { ...lot, takes_keys: offer.took_keys })
    }
    for (const keyId of context.keysOffered(offerId)) {
      const state = context.key(keyId)
      if (state?.offer === offerId) context.setKey(keyId, { ...state, offer: 0 })
    }
  },

  AdvanceAcceptanceSet: ({ toId, fromId, accepted: stands }, { block, write, about }) => {
    const [to_id, entity_id] = [address(toId), address(fromId)]
    write('sender', `${to_id}:${entity_id}`, { to_id, entity_id, stands, block })
    about('entity', to_id)
  },

  InstallerNamed: ({ ownerId, installerId }, { block, write, about }) => {
    const [owner_id, entity_id] = [address(ownerId), address(installerId)]
    write('installer', `${owner_id}:${entity_id}`, { owner_id, entity_id, stands: true, block })
    about('entity', owner_id)
  },

  InstallerWithdrawn: ({ ownerId, installerId }, { block, write, about }) => {
    const [owner_id, entity_id] = [address(ownerId), address(installerId)]
    write('installer', `${owner_id}:${entity_id}`, { owner_id, entity_id, stands: false, block })
    about('entity', owner_id)
  },
} satisfies KeyFolds

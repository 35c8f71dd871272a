import { keyBatches } from '../../chain/calls/key-batches.ts'
import { keysPerCall } from '../../chain/calls/key-calls.ts'
import { recordIdField, type Hex } from '../../domain/fields.ts'
import { createOfferInput, updateOfferInput } from '../../domain/inputs/offer.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { requireOfferable } from '../../domain/require-changeable.ts'
import { termOfOffer } from '../../domain/term-of-offer.ts'
import { knownOffer } from '../known-offer.ts'
import { operation } from './operation.ts'
import { requireEntity } from './rights.ts'

export const createOffer = operation({
  name: 'create_offer',
  input: createOfferInput,
  read: (value) => parseInput(createOfferInput, value),
  plan: async ({ to_id, key_ids = [], lot_id, expires_at }, { who, registry }) => {
    const { subject } = requireEntity(who, 'offering keys')
    const { block, time } = await registry.head()
    const until = expires_at ?? termOfOffer(time)
    if (lot_id !== undefined) return { calls: [registry.offerLot(lot_id, to_id, until)], about: { lot_id } }
    const ids = [...new Set(key_ids as Hex[])]
    if (ids.length > keysPerCall) requireOfferable(ids, await registry.keyRecords(ids, block), subject)
    return { calls: keyBatches(ids).map((batch) => registry.offerKeys(batch, to_id, until)), about: { key_ids: ids } }
  },
})

const updateOfferCall = updateOfferInput.extend({ offer_id: recordIdField }).meta({ id: 'UpdateOfferCall' })
export const updateOffer = operation({
  name: 'update_offer',
  input: updateOfferCall,
  read: (value) => parseInput(updateOfferCall, value),
  plan: async ({ offer_id, state }, { who, registry }) => {
    requireEntity(who, 'accepting and withdrawing offers')
    const { block } = await registry.head()
    const { lot_id } = await knownOffer(registry, who, offer_id, block)
    const key_ids = lot_id === null ? await registry.offeredKeys(offer_id, block) : []
    const offered = { offer_id, lot_id, key_ids }
    const call = state === 'accepted' ? registry.acceptOffer(offered) : registry.withdrawOffer(offered)
    return { calls: [call], about: { offer_id, ...(lot_id === null ? { key_ids } : { lot_id }) } }
  },
})

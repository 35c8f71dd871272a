import { installKeys, replaceKey, returnKeys, setInstaller } from '../../chain/calls/installation-calls.ts'
import { setKeyStatus } from '../../chain/calls/key-calls.ts'
import { setLotState } from '../../chain/calls/lot-calls.ts'
import { acceptInAdvance, acceptOffer, offerKeys, offerLot, withdrawOffer } from '../../chain/calls/offer-calls.ts'
import { rotateKey } from '../../chain/calls/rotation-calls.ts'
import { readAccountKeys } from '../../chain/reads/account-keys.ts'
import { readKeyRecords } from '../../chain/reads/key.ts'
import { readOffer, readOfferedKeys, readOffersMade, readOpenOffersOf } from '../../chain/reads/offer.ts'
import { readAcceptedFrom, readInstallers } from '../../chain/reads/relations.ts'
import type { ChainRegistry } from '../../chain/registry.ts'
import { rotationStatement } from '../../domain/rotation.ts'
import type { KeyLifeCalls, KeyLifeReads } from '../key-life.ts'

export function keyLifeReads(chain: ChainRegistry): KeyLifeReads {
  return {
    offer: (offerId, block) => readOffer(chain, offerId, block),
    offeredKeys: (offerId, block) => readOfferedKeys(chain, offerId, block),
    offerIds: async (query, block) => {
      const ids: string[] = []
      for await (const { offer_id } of readOffersMade(chain, query, block)) ids.push(offer_id)
      return ids
    },
    openOffersOf: (keyId, toId, block) => readOpenOffersOf(chain, keyId, toId, block),
    installers: (ownerId, block) => readInstallers(chain, ownerId, block),
    acceptedFrom: (toId, block) => readAcceptedFrom(chain, toId, block),
    keyRecords: (keyIds, block) => readKeyRecords(chain, keyIds, block),
    keysRegisteredBy: async (account, from, until, block) =>
      (await readAccountKeys(chain, { account, from, until }, block)).map(({ key_id }) => key_id),
  }
}

export function keyLifeCalls({ deployment: { chain_id: chainId, contracts } }: ChainRegistry): KeyLifeCalls {
  const registry = contracts.KeyRegistry.address
  return {
    setKeyStatus: (as, keyIds, status, reason) => setKeyStatus(contracts, as, keyIds, status, reason),
    setLotState: (as, lotId, state, reason) => setLotState(contracts, as, lotId, state, reason),
    offerKeys: (keyIds, toId, expiresAt) => offerKeys(contracts, keyIds, toId, expiresAt),
    offerLot: (lotId, toId, expiresAt) => offerLot(contracts, lotId, toId, expiresAt),
    acceptOffer: (offered) => acceptOffer(contracts, offered),
    withdrawOffer: (offered) => withdrawOffer(contracts, offered),
    acceptInAdvance: (fromId, accepted) => acceptInAdvance(contracts, fromId, accepted),
    setInstaller: (installerId, isNamed) => setInstaller(contracts, installerId, isNamed),
    installKeys: (keyIds) => installKeys(contracts, keyIds),
    returnKeys: (keyIds, way) => returnKeys(contracts, keyIds, way),
    replaceKey: (keyId, replacementId) => replaceKey(contracts, keyId, replacementId),
    rotateKey: (rotation) => rotateKey(contracts, rotation),
    rotationStatement: (keyId, successorId) => rotationStatement({ chainId, registry, keyId, successorId }),
  }
}

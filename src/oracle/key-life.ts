import type { NamedEntity } from '../chain/reads/relations.ts'
import type { KeyReason, RecordState, ReturnWay, Status } from '../domain/enumerations.ts'
import type { Hex } from '../domain/fields.ts'
import type { KeyRecord, OfferRecord } from '../domain/records.ts'
import type { Call } from './registry.ts'
import type { StaffRole } from './who.ts'

/** Whose right a change of keys or of a lot uses: each has a function of its own in the contract. */
export type KeyAuthority = 'owner' | 'process_owner' | StaffRole

/** What is accepted or withdrawn: all of it. `key_ids`: none of a lot. */
export type OfferedKeys = { readonly offer_id: string; readonly lot_id: string | null; readonly key_ids: readonly Hex[] }

export type OfferQuery = { readonly fromId?: string | undefined; readonly toId?: string | undefined }

/** How keys change hands, as the oracle reads it; of one block, like all of RegistryReads. */
export type KeyLifeReads = {
  offer(offerId: string, block: number): Promise<OfferRecord | undefined>
  /** As they were offered; none of a lot. */
  offeredKeys(offerId: string, block: number): Promise<readonly Hex[]>
  /** Ids of offers, oldest first. */
  offerIds(query: OfferQuery, block: number): Promise<string[]>
  openOffersOf(keyId: Hex, toId: string, block: number): Promise<OfferRecord[]>
  installers(ownerId: string, block: number): Promise<NamedEntity[]>
  /** Whose offers the entity takes without being asked. */
  acceptedFrom(toId: string, block: number): Promise<NamedEntity[]>
  /** Those that are registered, in their order. */
  keyRecords(keyIds: readonly Hex[], block: number): Promise<KeyRecord[]>
  /** Keys that an account registered between two times, both included. */
  keysRegisteredBy(account: string, from: string, until: string, block: number): Promise<Hex[]>
}

/** Times are RFC 3339, signatures and keys DER. */
export type KeyLifeCalls = {
  setKeyStatus(as: KeyAuthority, keyIds: readonly Hex[], status: Exclude<Status, 'superseded'>, reason: KeyReason): Call
  setLotState(as: KeyAuthority, lotId: string, state: RecordState, reason: KeyReason): Call
  offerKeys(keyIds: readonly Hex[], toId: string, expiresAt: string): Call
  offerLot(lotId: string, toId: string, expiresAt: string): Call
  acceptOffer(offered: OfferedKeys): Call
  withdrawOffer(offered: OfferedKeys): Call
  acceptInAdvance(fromId: string, accepted: boolean): Call
  setInstaller(installerId: string, isNamed: boolean): Call
  installKeys(keyIds: readonly Hex[]): Call
  returnKeys(keyIds: readonly Hex[], way: ReturnWay): Call
  replaceKey(keyId: Hex, replacementId: Hex): Call
  rotateKey(rotation: {
    readonly keyId: Hex
    readonly successorId: Hex
    readonly overlapSeconds: number
    readonly publicKey: Uint8Array
    readonly signature: Uint8Array
  }): Call
  /** What a successor signs. */
  rotationStatement(keyId: Hex, successorId: Hex): Uint8Array
}

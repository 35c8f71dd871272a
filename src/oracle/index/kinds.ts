import type { KeptRecords } from '../../domain/kept-records.ts'
import type { LotRecord, OfferRecord } from '../../domain/records.ts'

/** What the owner of keys let another entity do, or the receiver: `stands` until it is taken back. */
type Relation = { readonly entity_id: string; readonly stands: boolean; readonly block: number }

/**
 * Every record that the index keeps in versions, by its kind: facts alone. Keys have tables of their own.
 * - `lot`: lot_id; `offer`: offer_id, `took_keys` of the lot that is offered: whether it took keys before
 * - `installer`: owner_id:entity_id; `sender`, whose offers are taken without being asked: to_id:entity_id
 */
export type Records = KeptRecords & {
  lot: LotRecord
  offer: OfferRecord & { readonly took_keys: boolean }
  installer: Relation & { readonly owner_id: string }
  sender: Relation & { readonly to_id: string }
}

export type Kind = keyof Records
export type RecordOf<K extends Kind> = Records[K]

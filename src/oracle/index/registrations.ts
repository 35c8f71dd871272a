import type { Hex } from '../../domain/fields.ts'
import { idLength, idsOf, toBytes, toHex } from './keys/bytes.ts'
import { endOf } from './place.ts'
import type { Tables } from './tables.ts'

/** Keys that one transaction registered. `number`: its place among all of them. */
export type Registration = { readonly number: number; readonly lot_id: string; readonly key_ids: readonly Hex[] }

type Row = { readonly batch: number; readonly lot: number; readonly key_ids: Uint8Array }

/** The two ways in which the index knows a key, each as it is: whoever compares it with the chain trusts neither. */
export function readRegistrations({ database }: Tables) {
  const behind = database.prepare('SELECT batch, lot, key_ids FROM batches WHERE batch > ? AND seq <= ? ORDER BY batch LIMIT ?')
  const from = database.prepare('SELECT key_id FROM keys WHERE key_id >= ? ORDER BY key_id LIMIT ?')
  const countOfLot = database.prepare('SELECT SUM(LENGTH(key_ids)) AS octets FROM batches WHERE lot = ? AND seq <= ?')
  return {
    registeredIn: (lotId: string, at: number): number => {
      const { octets } = countOfLot.get(Number(lotId), endOf(at)) as { octets: number | null }
      return (octets ?? 0) / idLength
    },
    registrations: (after: number, at: number, limit: number): Registration[] =>
      (behind.all(after, endOf(at), limit) as Row[]).map(({ batch, lot, key_ids }) => ({
        number: batch,
        lot_id: String(lot),
        key_ids: [...idsOf(key_ids)],
      })),
    keyIds: (first: Hex, limit: number): Hex[] =>
      (from.all(toBytes(first), limit) as { key_id: Uint8Array }[]).map(({ key_id }) => toHex(key_id)),
  }
}

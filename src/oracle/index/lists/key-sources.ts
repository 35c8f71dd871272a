import type { DatabaseSync } from 'node:sqlite'
import { statuses, toCode } from '../../../domain/enumerations.ts'
import type { Hex } from '../../../domain/fields.ts'
import type { KeyFilter } from '../index-reader.ts'
import { idLength, toBytes, toHex } from '../keys/bytes.ts'
import { keyIdAt, numberAt, type ListPlace } from './cursor.ts'

/** A key that may be one of those that are wanted. `batch`: it was registered in; a key that was void and came back stands in two. */
export type KeyCandidate = { readonly keyId: Hex; readonly batch: number | undefined; readonly next: ListPlace }

/** Keys in a lasting order from a place on. */
export type KeySource = (place: ListPlace) => Generator<KeyCandidate>

type BatchRow = { readonly batch: number; readonly key_ids: Uint8Array }

export type KeySources = {
  /** The smallest of the sources in which all keys stand that the filter wants, but for the owner's. */
  of(filter: KeyFilter): KeySource
  ofLot(lotId: string): KeySource
  /** Keys that had an owner of their own at some time. */
  ofOwner(ownerId: string): KeySource
}

export function keySources(database: DatabaseSync): KeySources {
  const batches = (where: string) => database.prepare(`SELECT batch, key_ids FROM batches WHERE ${where} batch >= ? ORDER BY batch`)
  const [byLot, byProcess, byAccount, all] = [batches('lot = ? AND'), batches('process = ? AND'), batches('account = ? AND'), batches('')]
  const listed = database.prepare('SELECT key_id FROM listed_keys WHERE field = ? AND value = ? AND key_id > ? ORDER BY key_id')

  /** By the order of registration. Place: the batch, and where in it. */
  const registered = (rows: (first: number) => Iterable<unknown>): KeySource =>
    function* (place) {
      const [first, start] = [numberAt(place, 0), numberAt(place, 1)]
      for (const row of rows(first)) {
        const { batch, key_ids } = row as BatchRow
        const count = key_ids.length / idLength
        for (let at = batch === first ? start : 0; at < count; at++) {
          const keyId = toHex(key_ids.subarray(at * idLength, (at + 1) * idLength))
          yield { keyId, batch, next: [batch, at + 1] }
        }
      }
    }

  /** By key id, which is the place. */
  const listedBy = (field: string, value: number | Uint8Array): KeySource =>
    function* (place) {
      const after = keyIdAt(place, 0)
      const behind = after === undefined ? Buffer.alloc(0) : toBytes(after)
      for (const row of listed.iterate(field, value, behind)) {
        const keyId = toHex((row as { key_id: Uint8Array }).key_id)
        yield { keyId, batch: undefined, next: [keyId] }
      }
    }

  const ofLot = (lotId: string) => registered((first) => byLot.iterate(Number(lotId), first))
  return {
    of: ({ lot_id, status, account, process_id }) => {
      if (lot_id !== undefined) return ofLot(lot_id)
      if (status === 'superseded') return listedBy('superseded', 1)
      if (status !== undefined && status !== 'active') return listedBy('status', toCode(statuses, status))
      if (account !== undefined) return registered((first) => byAccount.iterate(toBytes(account as Hex), first))
      if (process_id !== undefined) return registered((first) => byProcess.iterate(Number(process_id), first))
      return registered((first) => all.iterate(first))
    },
    ofLot,
    ofOwner: (ownerId) => listedBy('owner', toBytes(ownerId as Hex)),
  }
}

import { LRUCache } from 'lru-cache'
import { toTime, type Hex } from '../../domain/fields.ts'
import { keyInfoOf } from '../../domain/key-info-of.ts'
import type { LotContext } from '../../domain/lot-context.ts'
import type { AsOf, KeyInfo } from '../../domain/records.ts'
import { entity, lotContext, type Lookup } from './assemble.ts'
import { freshKey, keptKeyOf, type KeyState } from './keys/key-state.ts'
import type { KeyReads } from './keys/key-reads.ts'
import type { Kind, RecordOf } from './kinds.ts'
import { endOf } from './place.ts'
import type { RecordReads } from './records/record-reads.ts'

/** How many lots, batches and other records are kept in memory at most, put together. */
const lotsInMemory = 20_000
const batchesInMemory = 20_000
const recordsInMemory = 50_000

/** In which state the file is. */
export type Newest = {
  readonly records_changed: number
  readonly lots_changed: number
  readonly rollbacks: number
  readonly block: number
  readonly time: number
}

export type NewestStates = {
  /** From now on everything is as of this state: what changed since the one before is forgotten. */
  see(newest: Newest): AsOf
  infoOf(keyId: Hex, state: KeyState): KeyInfo
  /** The same of a key of a batch to which nothing happened since it was registered. */
  infoOfFresh(keyId: Hex, batch: number): KeyInfo
}

/**
 * What keys are put together from, as of the newest block: made once for a lot, not for every key. Versions are read as of that block too, so
 * that what is appended meanwhile does not come between.
 */
export function newestStates(keys: KeyReads, records: RecordReads): NewestStates {
  const found = new LRUCache<string, object | number>({ max: recordsInMemory })
  const contexts = new LRUCache<string, LotContext>({ max: lotsInMemory })
  const freshKeys = new LRUCache<number, KeyInfo>({ max: batchesInMemory })
  let last: Newest | undefined
  let as_of: AsOf = { block: 0, time: toTime(0) }
  let until = 0

  const lookup: Lookup = <K extends Kind>(kind: K, id: string) => {
    // read once a lot: its context is kept
    if (kind === 'lot') return records.read(kind, id, until)
    const name = `${kind} ${id}`
    const known = found.get(name) as RecordOf<K> | undefined
    if (known !== undefined) return known
    const record = records.read(kind, id, until)
    if (record !== undefined) found.set(name, record)
    return record
  }

  const contextOf = (lotId: string): LotContext => {
    const known = contexts.get(lotId)
    if (known !== undefined) return known
    const context = lotContext(lookup, lotId)
    contexts.set(lotId, context)
    return context
  }

  const infoOf: NewestStates['infoOf'] = (keyId, state) => assemble({ lookup, contextOf, keys }, keyId, state, as_of)

  return {
    see: (newest) => {
      const isRolledBack = last !== undefined && last.rollbacks !== newest.rollbacks
      if (isRolledBack) keys.forget()
      const others = isRolledBack || last?.records_changed !== newest.records_changed
      if (others) found.clear()
      if (others || last?.lots_changed !== newest.lots_changed) {
        contexts.clear()
        freshKeys.clear()
      }
      last = newest
      until = endOf(newest.block)
      as_of = { block: newest.block, time: toTime(newest.time) }
      return as_of
    },
    infoOf,
    infoOfFresh: (keyId, batch) => {
      let template = freshKeys.get(batch)
      if (template === undefined) {
        template = infoOf(keyId, freshKey(batch, keys.batch(batch).time, false))
        freshKeys.set(batch, template)
      }
      return { ...template, key: { ...template.key, key_id: keyId }, as_of }
    },
  }
}

export type Parts = { readonly lookup: Lookup; readonly contextOf: (lotId: string) => LotContext; readonly keys: KeyReads }

/** A key as of some block, put together from what stood then. */
export function assemble({ lookup, contextOf, keys }: Parts, keyId: Hex, state: KeyState, as_of: AsOf): KeyInfo {
  const batch = keys.batch(state.batch)
  const offeredBy = state.offer === 0 ? null : (lookup('offer', String(state.offer))?.from_id ?? null)
  const ownOwner = state.owner === null ? undefined : entity(lookup, state.owner)
  return keyInfoOf(keptKeyOf(keyId, state, batch, offeredBy), contextOf(String(batch.lot)), ownOwner, as_of)
}

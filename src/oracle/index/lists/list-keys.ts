import { toSeconds } from '../../../domain/fields.ts'
import { keyRecordOf } from '../../../domain/key-info-of.ts'
import type { RecordOf } from '../kinds.ts'
import type { KeyFilter, ListedKey, Page, PageOf } from '../index-reader.ts'
import { keptKeyOf } from '../keys/key-state.ts'
import { blockOf, endOf } from '../place.ts'
import type { Tables } from '../tables.ts'
import { notGiven, numberAt, type ListPlace } from './cursor.ts'
import { keySources, type KeyCandidate } from './key-sources.ts'
import { asOfBlock, readPage, type Candidate } from './page.ts'

/** Parts of an owner's list: first the lots that it owns, then keys that went their own way. */
const [lotsPart, ownPart] = [0, 1]

/** Keys by process, lot, owner, status and who registered them. In the order of registration, where no status but `active` and no owner is asked for. */
export function listKeys(tables: Tables): (filter: KeyFilter, page: PageOf) => Page<ListedKey> {
  const sources = keySources(tables.database)
  const lotsOf = tables.database.prepare(`SELECT record, id FROM listed JOIN records USING (record)
    WHERE listed.kind = 'lot' AND field = 'owner_id' AND value = ? AND record >= ? ORDER BY record`)

  return (filter, page) => {
    const from = (place: ListPlace, block: number): Iterable<Candidate<ListedKey>> => {
      const look = looking(tables, filter, block)
      const isOwners = filter.owner_id !== undefined && filter.lot_id === undefined && (filter.status ?? 'active') === 'active'
      return isOwners ? ofOwner(filter.owner_id, place, look) : candidates(sources.of(filter)(place), look.item)
    }
    return readPage(tables, { name: 'keys', filter, from }, page)
  }

  function* ofOwner(ownerId: string, [part = lotsPart, ...rest]: ListPlace, look: Looking): Generator<Candidate<ListedKey>> {
    if (part !== lotsPart && part !== ownPart) throw notGiven()
    if (part === lotsPart) {
      const [first, within] = [numberAt(rest, 0), rest.slice(1)]
      for (const row of lotsOf.iterate(ownerId, first)) {
        const { record, id } = row as { record: number; id: string }
        if (look.lot(id)?.owner_id !== ownerId) continue
        const found = candidates(sources.ofLot(id)(record === first ? within : []), look.item)
        for (const { item, next } of found) yield { item, next: [lotsPart, record, ...next] }
      }
    }
    // those in a lot of its own came with that
    const own = candidates(sources.ofOwner(ownerId)(part === ownPart ? rest : []), (candidate) => {
      const item = look.item(candidate)
      return item !== undefined && look.lot(item.lot_id)?.owner_id !== ownerId ? item : undefined
    })
    for (const { item, next } of own) yield { item, next: [ownPart, ...next] }
  }
}

function* candidates(
  source: Iterable<KeyCandidate>,
  look: (candidate: KeyCandidate) => ListedKey | undefined,
): Generator<Candidate<ListedKey>> {
  for (const candidate of source) yield { item: look(candidate), next: candidate.next }
}

type Looking = {
  readonly lot: (lotId: string) => RecordOf<'lot'> | undefined
  /** The key as it stood, if it is wanted. */
  readonly item: (candidate: KeyCandidate) => ListedKey | undefined
}

function looking({ keys, records, blocks }: Tables, filter: KeyFilter, block: number): Looking {
  const until = endOf(block)
  const at = toSeconds(asOfBlock(blocks, block).time)
  const lots = new Map<string, RecordOf<'lot'> | undefined>()
  const lot = (lotId: string) => {
    if (!lots.has(lotId)) lots.set(lotId, records.read('lot', lotId, until))
    return lots.get(lotId)
  }

  const item: Looking['item'] = ({ keyId, batch: listedIn }) => {
    const state = keys.state(keyId, until)
    if (state === undefined || (listedIn !== undefined && state.batch !== listedIn)) return undefined
    const batch = keys.batch(state.batch)
    const owner_id = state.owner ?? lot(String(batch.lot))?.owner_id ?? ''
    const { status } = keyRecordOf(keptKeyOf(keyId, state, batch, null), String(batch.process), owner_id, at)
    const shared = { process_id: String(batch.process), lot_id: String(batch.lot), account: batch.account }
    const found: ListedKey = { key_id: keyId, ...shared, owner_id, status, block: blockOf(batch.seq) }
    return isWanted(found, filter) ? found : undefined
  }
  return { lot, item }
}

function isWanted(key: ListedKey, filter: KeyFilter): boolean {
  const is = (value: string, wanted: string | undefined) => wanted === undefined || value === wanted
  const isOf = is(key.process_id, filter.process_id) && is(key.lot_id, filter.lot_id) && is(key.owner_id, filter.owner_id)
  return isOf && is(key.status, filter.status) && is(key.account, filter.account)
}

import { toTime } from '../../../domain/fields.ts'
import { Problem } from '../../../domain/problem.ts'
import type { AsOf } from '../../../domain/records.ts'
import type { Page, PageOf } from '../index-reader.ts'
import type { Tables } from '../tables.ts'
import { listName, notGiven, readCursor, writeCursor, type ListPlace } from './cursor.ts'

/** `next`: where the list goes on behind the item. `item` undefined: it was looked at, and is none of them. */
export type Candidate<T> = { readonly item: T | undefined; readonly next: ListPlace }

/** So many are looked at for one page: it may have fewer items than wanted, and yet not be the last. */
const mostLookedAt = 20_000

type ListOf<T> = {
  readonly name: string
  readonly filter: Readonly<Record<string, string | undefined>>
  /** Candidates from a place on (empty: the beginning), as of a block. */
  readonly from: (place: ListPlace, block: number) => Iterable<Candidate<T>>
}

/** One page of a list; all pages are as of the block at which the first was read. @throws Problem `cursor_invalid`, `index_empty` */
export function readPage<T>({ position, blocks }: Tables, { name, filter, from }: ListOf<T>, { limit, cursor, at }: PageOf): Page<T> {
  const now = position()
  if (now === undefined) throw new Problem('index_empty', { detail: 'nothing was read from the chain yet' })
  const own = listName(name, filter)
  const begun = cursor === undefined ? undefined : readCursor(own, cursor)
  const block = begun?.block ?? Math.min(at ?? now.block, now.block)
  if (begun !== undefined && (begun.rollbacks !== now.rollbacks || begun.block > now.block)) {
    throw new Problem('cursor_invalid', { field: 'cursor', detail: 'the chain was rolled back since the list was begun' })
  }
  if (begun !== undefined && blocks.at(begun.block) === undefined) throw notGiven()
  const items: T[] = []
  let lookedAt = 0
  let next: ListPlace | undefined
  for (const candidate of from(begun?.place ?? [], block)) {
    // there is more to look at, and no more wanted
    if (items.length === limit || lookedAt === mostLookedAt) return { items, as_of: asOfBlock(blocks, block), next: cursorAt(next) }
    if (candidate.item !== undefined) items.push(candidate.item)
    lookedAt++
    ;({ next } = candidate)
  }
  return { items, as_of: asOfBlock(blocks, block), next: undefined }

  function cursorAt(place: ListPlace | undefined): string | undefined {
    return writeCursor(own, { block, rollbacks: now?.rollbacks ?? 0, place: place ?? [] })
  }
}

/** The newest block that is kept at or before one. @throws Problem `index_empty` */
export function asOfBlock(blocks: Tables['blocks'], number: number): AsOf {
  const block = blocks.at(number)
  if (block === undefined) throw new Problem('index_empty', { detail: `the index holds nothing of block ${number} or before` })
  return { block: block.number, time: toTime(block.time) }
}

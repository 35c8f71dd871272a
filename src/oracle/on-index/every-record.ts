import type { IndexReader, RecordFilter } from '../index/index-reader.ts'
import type { Kind, RecordOf } from '../index/kinds.ts'

const pageSize = 1000

/** All pages of a list that is never long. */
export function everyRecord<K extends Kind>(reader: IndexReader, kind: K, filter: RecordFilter, block: number): RecordOf<K>[] {
  const found: RecordOf<K>[] = []
  let cursor: string | undefined
  do {
    const { items, next } = reader.records(kind, filter, { limit: pageSize, cursor, at: block })
    found.push(...items)
    cursor = next
  } while (cursor !== undefined)
  return found
}

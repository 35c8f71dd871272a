import type { ProvenCounts } from '../../chain/proofs/state/counts.ts'
import type { IndexReader } from '../index/index-reader.ts'
import type { Kind, RecordOf } from '../index/kinds.ts'
import { someOf, type Random } from './random.ts'

const pageLength = 500

/** Kinds that their contract counts from 1. */
const numbered = ['process', 'assessment', 'lot', 'offer', 'sample'] as const

/** Kinds of which the index alone has a list; what it misses there, no state of a contract can list. */
const listed: { readonly [K in Kind]?: (record: RecordOf<K>) => string } = {
  entity: ({ entity_id }) => entity_id,
  document: ({ sha256 }) => sha256,
  grant: ({ process_id, entity_id }) => `${process_id}:${entity_id}`,
  line_account: ({ process_id, account }) => `${process_id}:${account}`,
  finding: ({ sample_id, key_id }) => `${sample_id}:${key_id}`,
  installer: ({ owner_id, entity_id }) => `${owner_id}:${entity_id}`,
  sender: ({ to_id, entity_id }) => `${to_id}:${entity_id}`,
}

/** Records that are to be compared: at most `most` of a kind. */
export function chooseRecords(
  reader: IndexReader,
  counts: ProvenCounts,
  at: number,
  random: Random,
  most: number,
  want: (kind: Kind, id: string) => void,
): void {
  want('validity', 'validity')
  want('quota', 'default')
  for (const kind of numbered) for (const number of someOf(random, counts[kind], most)) want(kind, String(number))
  for (const [kind, idOf] of Object.entries(listed) as [Kind, (record: RecordOf<Kind>) => string][]) {
    const ids = idsOf(reader, kind, at, idOf)
    for (const number of someOf(random, ids.length, most)) want(kind, ids[number - 1]!)
  }
}

function idsOf(reader: IndexReader, kind: Kind, at: number, idOf: (record: RecordOf<Kind>) => string): string[] {
  const ids: string[] = []
  for (let cursor: string | undefined; ;) {
    const { items, next } = reader.records(kind, {}, { limit: pageLength, at, cursor })
    ids.push(...items.map(idOf))
    if (next === undefined) return ids
    cursor = next
  }
}

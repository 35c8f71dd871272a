import { firstDefaultQuota } from '../../chain/proofs/state/entities.ts'
import { provenRecords, type ProvenKind } from '../../chain/proofs/state/records.ts'
import type { ProvenState } from '../../chain/proofs/state/proven-state.ts'
import type { IndexReader } from '../index/index-reader.ts'
import type { Kind, RecordOf } from '../index/kinds.ts'
import { differences, type IndexFault } from './index-fault.ts'
import { referencesOf, type Reference } from './references.ts'

const atOnce = 250

/** What the index need not keep, because nothing was ever said of it. */
const unsaid: Partial<Record<Kind, (id: string) => object>> = {
  controller: (account) => ({ account, entity_id: null }),
  replacement: (entity_id) => ({ entity_id, account: null, acceptable_from: null, by_registrar: false }),
  quota: (id) => (id === 'default' ? firstDefaultQuota : { keys_per_day: 0, records_per_day: 0 }),
  validity: () => ({ validity_seconds: 0, grace_seconds: 0 }),
}

export type RecordVerifier = {
  /** Has a record compared, and those that it refers to; each once. */
  want(kind: Kind, id: string): void
  /** Compares what is wanted, until nothing is left. */
  drain(onFault: (fault: IndexFault) => void, onCompared: () => void): Promise<void>
  /** How many records of each kind were compared. */
  compared(): Readonly<Record<string, number>>
  /** Those of a kind that were wanted so far. */
  idsOf(kind: Kind): string[]
}

/** All records but keys. */
export function verifyRecords(reader: IndexReader, state: ProvenState): RecordVerifier {
  const seen = new Set<string>()
  const counts: Record<string, number> = {}
  let waiting: Reference[] = []

  const want = (kind: Kind, id: string) => {
    if (!(kind in provenRecords) || seen.has(`${kind} ${id}`)) return
    seen.add(`${kind} ${id}`)
    waiting.push({ kind, id })
  }

  const compare = async ({ kind, id }: Reference): Promise<IndexFault[]> => {
    const indexed = reader.record(kind, id, state.header.number)
    const proven = await provenRecords[kind as ProvenKind](state, id)
    counts[kind] = (counts[kind] ?? 0) + 1
    // of what the index has made up, too, what it refers to is looked at
    for (const record of [indexed, proven]) {
      if (record === undefined) continue
      for (const reference of referencesOf(kind, id, record as RecordOf<Kind>)) want(reference.kind, reference.id)
    }
    return differences(kind, id, (indexed as object | undefined) ?? unsaid[kind]?.(id), proven)
  }

  return {
    want,
    compared: () => counts,
    idsOf: (kind) => [...seen].flatMap((name) => (name.startsWith(`${kind} `) ? [name.slice(kind.length + 1)] : [])),
    drain: async (onFault, onCompared) => {
      while (waiting.length > 0) {
        const some = waiting.slice(0, atOnce)
        waiting = waiting.slice(atOnce)
        for (const faults of await Promise.all(some.map(compare))) {
          for (const fault of faults) onFault(fault)
          onCompared()
        }
      }
    },
  }
}

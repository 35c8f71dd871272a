import { Problem } from '../../../domain/problem.ts'
import type { Page, PageOf, RecordFilter } from '../index-reader.ts'
import type { Kind, RecordOf } from '../kinds.ts'
import { endOf } from '../place.ts'
import { fieldsOf } from '../records/list-values.ts'
import type { Tables } from '../tables.ts'
import { numberAt, type ListPlace } from './cursor.ts'
import { readPage, type Candidate } from './page.ts'

/** The records of a kind, in the order in which they came to be. */
export type ListRecords = <K extends Kind>(kind: K, filter: RecordFilter, page: PageOf) => Page<RecordOf<K>>

export function listRecords(tables: Tables): ListRecords {
  const value = '(SELECT value FROM versions v WHERE v.record = l.record AND v.seq <= ? ORDER BY v.seq DESC LIMIT 1) AS value'
  const all = tables.database.prepare(`SELECT record, ${value} FROM records l WHERE kind = ? AND record > ? ORDER BY record`)
  const some = tables.database.prepare(
    `SELECT record, ${value} FROM listed l WHERE kind = ? AND field = ? AND value = ? AND record > ? ORDER BY record`,
  )

  return <K extends Kind>(kind: K, filter: RecordFilter, page: PageOf) => {
    const wanted = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined)
    requireFields(kind, wanted)
    const [first] = wanted
    function* from(place: ListPlace, block: number): Generator<Candidate<RecordOf<K>>> {
      const [until, after] = [endOf(block), numberAt(place, 0)]
      const rows = first === undefined ? all.iterate(until, kind, after) : some.iterate(until, kind, ...first, after)
      for (const row of rows) {
        const { record, value } = row as { record: number; value: string | null }
        const found = value === null ? undefined : (JSON.parse(value) as RecordOf<K>)
        yield { item: found !== undefined && hasAll(found, wanted) ? found : undefined, next: [record] }
      }
    }
    return readPage(tables, { name: kind, filter, from }, page)
  }
}

/** How many of a kind there were. */
export function countRecords({ database }: Tables): (kind: Kind, until: number) => number {
  const count = database.prepare('SELECT count(*) AS count FROM records WHERE kind = ? AND seq <= ?')
  return (kind, until) => (count.get(kind, until) as { count: number }).count
}

/** What it was listed by once, it need not have had at the time. */
function hasAll(record: unknown, wanted: readonly (readonly [string, string])[]): boolean {
  const fields = record as Record<string, unknown>
  return wanted.every(([field, value]) => String(fields[field]) === value)
}

function requireFields(kind: Kind, wanted: readonly (readonly [string, string])[]): void {
  const known = fieldsOf(kind)
  const unknown = wanted.map(([field]) => field).find((field) => !known.includes(field))
  if (unknown === undefined) return
  const detail = `a list of ${kind} takes ${known.length === 0 ? 'no filter' : known.join(', ')}, not ${unknown}`
  throw new Problem('filter_unknown', { field: unknown, detail })
}

import type { DatabaseSync } from 'node:sqlite'
import type { Kind, RecordOf } from '../kinds.ts'
import { listValues } from './list-values.ts'
import type { RecordReads } from './record-reads.ts'

/** How many records are new, and of which kinds some changed. */
export type Written = { readonly created: number; readonly kinds: ReadonlySet<Kind> }

export type RecordWrites = {
  read<K extends Kind>(kind: K, id: string): RecordOf<K> | undefined
  write<K extends Kind>(kind: K, id: string, record: RecordOf<K>, seq: number): void
  /** As `write`, by an event that stands in a table of its own, by its lot. */
  count<K extends Kind>(kind: K, id: string, record: RecordOf<K>, seq: number): void
  about(kind: Kind, id: string, seq: number): void
  /** The block is over: what its events wrote last is the version that stays. */
  endBlock(): void
  /** What was written since this was made. */
  written(): Written
}

type Open = { readonly kind: Kind; readonly id: string; record: unknown; before: unknown; seq: number; isWritten: boolean }
type Told = { readonly kind: Kind; readonly id: string; readonly seq: number }

/** Records of one window: an event is folded into what those before it left, and a record changed ten times in a block gets one version of it. */
export function writeRecords(database: DatabaseSync, reads: RecordReads): RecordWrites {
  const find = database.prepare('SELECT record FROM records WHERE kind = ? AND id = ?')
  const create = database.prepare('INSERT INTO records(kind, id, seq) VALUES (?, ?, ?)')
  const insert = database.prepare('INSERT OR REPLACE INTO versions(record, seq, value) VALUES (?, ?, ?)')
  const tell = database.prepare('INSERT OR IGNORE INTO record_events(record, seq) VALUES (?, ?)')
  const list = database.prepare('INSERT OR IGNORE INTO listed(kind, field, value, record) VALUES (?, ?, ?, ?)')
  const open = new Map<string, Open>()
  const numbers = new Map<string, number>()
  let changed: Open[] = []
  let told: Told[] = []
  let created = 0
  const kinds = new Set<Kind>()

  const entry = (kind: Kind, id: string): Open => {
    const name = `${kind} ${id}`
    const known = open.get(name)
    if (known !== undefined) return known
    const record = reads.read(kind, id)
    const opened: Open = { kind, id, record, before: record, seq: 0, isWritten: false }
    open.set(name, opened)
    return opened
  }

  const numberOf = (kind: Kind, id: string): number | undefined => {
    const name = `${kind} ${id}`
    const number = numbers.get(name) ?? (find.get(kind, id) as { record: number } | undefined)?.record
    if (number !== undefined) numbers.set(name, number)
    return number
  }

  const store = (each: Open) => {
    const { kind, id, record, before, seq } = each
    let number = numberOf(kind, id)
    if (number === undefined) {
      number = Number(create.run(kind, id, seq).lastInsertRowid)
      numbers.set(`${kind} ${id}`, number)
      created++
    }
    insert.run(number, seq, JSON.stringify(record))
    const listedBefore = new Map(listValues(kind, before))
    for (const [field, value] of listValues(kind, record)) {
      if (listedBefore.get(field) !== value) list.run(kind, field, value, number)
    }
    kinds.add(kind)
    each.before = record
    each.isWritten = false
  }

  const change = (kind: Kind, id: string, record: unknown, seq: number) => {
    const each = entry(kind, id)
    if (!each.isWritten) changed.push(each)
    Object.assign(each, { record, seq, isWritten: true })
  }

  return {
    read: <K extends Kind>(kind: K, id: string) => entry(kind, id).record as RecordOf<K> | undefined,
    write: (kind, id, record, seq) => {
      change(kind, id, record, seq)
      told.push({ kind, id, seq })
    },
    count: change,
    about: (kind, id, seq) => void told.push({ kind, id, seq }),
    endBlock: () => {
      for (const each of changed) store(each)
      changed = []
      for (const { kind, id, seq } of told) {
        const number = numberOf(kind, id)
        // an account that stands for nobody has no history
        if (number !== undefined) tell.run(number, seq)
      }
      told = []
    },
    written: () => ({ created, kinds }),
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { Kind, RecordOf } from '../kinds.ts'

export type RecordReads = {
  /** The record as it stood behind the place `until`. */
  read<K extends Kind>(kind: K, id: string, until?: number): RecordOf<K> | undefined
  /** Places of the events that tell of it. */
  eventsOf(kind: Kind, id: string): number[]
}

/** Records by kind and id, each with all its versions. */
export function readRecords(database: DatabaseSync): RecordReads {
  const select = database.prepare(`SELECT value FROM versions WHERE record = (SELECT record FROM records WHERE kind = ? AND id = ?)
    AND seq <= ? ORDER BY seq DESC LIMIT 1`)
  const selectEvents = database.prepare(`SELECT seq FROM record_events
    WHERE record = (SELECT record FROM records WHERE kind = ? AND id = ?) ORDER BY seq`)
  return {
    read: <K extends Kind>(kind: K, id: string, until = Number.MAX_SAFE_INTEGER) => {
      const row = select.get(kind, id, until) as { value: string } | undefined
      return row === undefined ? undefined : (JSON.parse(row.value) as RecordOf<K>)
    },
    eventsOf: (kind, id) => (selectEvents.all(kind, id) as { seq: number }[]).map(({ seq }) => seq),
  }
}

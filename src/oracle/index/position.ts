import type { DatabaseSync } from 'node:sqlite'
import type { IndexPosition } from './index-reader.ts'
import { toBytes, toHex } from './keys/bytes.ts'

/** The row of `position`: up to where the index holds everything, and what a whole file has in it. */
export type PositionRow = Omit<IndexPosition, 'hash'> & {
  readonly hash: Uint8Array
  /** Counts the states of the file. */
  readonly generation: number
  /** Of those: since when records, lots apart, are as they are, and since when lots are. */
  readonly records_changed: number
  readonly lots_changed: number
  readonly batches: number
  /** Up to which batch keys have rows. The others wait while the index is far behind: nothing can be said of any key then. */
  readonly keyed: number
  readonly keys: number
  readonly events: number
  readonly records: number
}

const columns = [
  'generation',
  'records_changed',
  'lots_changed',
  'rollbacks',
  'block',
  'time',
  'confirmed_at',
  'head',
  'hash',
  'batches',
  'keyed',
  'keys',
  'events',
  'records',
] as const satisfies readonly (keyof PositionRow)[]

export type Positions = {
  read(): PositionRow | undefined
  write(row: PositionRow): void
  confirm(head: number, at: number): void
}

export function readPosition(database: DatabaseSync): () => PositionRow | undefined {
  const select = database.prepare(`SELECT ${columns.join(', ')} FROM position`)
  return () => select.get() as PositionRow | undefined
}

export function writePosition(database: DatabaseSync): Positions {
  const update = database.prepare(`UPDATE position SET ${columns.map((name) => `${name} = ?`).join(', ')}`)
  const insert = database.prepare(`INSERT INTO position(${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  const confirm = database.prepare('UPDATE position SET head = ?, confirmed_at = ?')
  return {
    read: readPosition(database),
    write: (row) => {
      const values = columns.map((name) => row[name])
      if (update.run(...values).changes === 0) insert.run(...values)
    },
    confirm: (head, at) => void confirm.run(head, at),
  }
}

export function toPosition({ block, hash, time, head, confirmed_at, rollbacks, keys }: PositionRow): IndexPosition {
  return { block, hash: toHex(hash), time, head, confirmed_at, rollbacks, keys }
}

/** Of a file in which nothing stands yet. */
export const emptyPosition: PositionRow = {
  generation: 0,
  records_changed: 0,
  lots_changed: 0,
  rollbacks: 0,
  block: 0,
  time: 0,
  confirmed_at: 0,
  head: 0,
  hash: toBytes('0x'),
  batches: 0,
  keyed: 0,
  keys: 0,
  events: 0,
  records: 0,
}

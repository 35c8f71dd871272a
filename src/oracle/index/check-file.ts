import { statSync } from 'node:fs'
import { Problem } from '../../domain/problem.ts'
import { guarded, scalar } from './open-file.ts'
import { idLength } from './keys/bytes.ts'
import type { Tables } from './tables.ts'

/** A file of so few pages is looked through whole. */
const smallPages = 2000

/** How long a file is looked into when it is opened, in milliseconds, and into how many batches at most. */
const patience = 200
const mostBatches = 200

/**
 * Looks whether the file is whole, in a time that does not grow with it: its length, what `position` says of its tables, and random batches
 * with their keys. What lies between is found when it is read, by `derkey index verify`, or when a snapshot is taken.
 * @throws Problem `index_damaged`
 */
export function checkFile(tables: Tables): void {
  const { database, file } = tables
  guarded(file, () => {
    // brings what the last process left in the log into the file; readers can be in the way, and are not waited for
    const { log, checkpointed } = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() as { log: number; checkpointed: number }
    if (log === checkpointed) requireLength(tables)
    requireCounts(tables)
    if (scalar(database, 'PRAGMA page_count') <= smallPages) requireSound(tables, 'PRAGMA quick_check(1)')
    requireBatches(tables)
  })
}

/** A file that was cut ends before its last page. */
function requireLength({ database, file }: Tables): void {
  const wanted = scalar(database, 'PRAGMA page_count') * scalar(database, 'PRAGMA page_size')
  const { size } = statSync(file)
  if (size < wanted) throw damaged(file, `it is ${size} octets long, ${wanted} are wanted`)
}

function requireCounts({ database, file, position }: Tables): void {
  const row = position()
  if (row === undefined) return
  const last = (table: string, column: string) => scalar(database, `SELECT max(${column}) FROM ${table}`)
  if ((last('batches', 'batch') ?? 0) !== row.batches) throw damaged(file, 'registrations are missing in it')
  const newest = database.prepare('SELECT number, hash FROM blocks ORDER BY number DESC LIMIT 1').get()
  const isNewest = newest?.['number'] === row.block && Buffer.compare(newest['hash'] as Uint8Array, row.hash) === 0
  if (!isNewest) throw damaged(file, `it does not have block ${row.block}, up to which it goes`)
}

/** Keys of some batches, drawn at random, are found by their ids. */
function requireBatches({ database, file, position, keys }: Tables): void {
  const count = position()?.keyed ?? 0
  const find = database.prepare('SELECT place FROM keys WHERE key_id = ?')
  const until = performance.now() + patience
  for (let looked = 0; looked < Math.min(count, mostBatches) && performance.now() < until; looked++) {
    const batch = 1 + Math.floor(Math.random() * count)
    const ids = keys.idsOfBatch(batch)
    const at = Math.floor((Math.random() * ids.length) / idLength) * idLength
    if (find.get(ids.subarray(at, at + idLength)) === undefined) throw damaged(file, `a key of batch ${batch} is missing in it`)
  }
}

function requireSound({ database, file }: Tables, query: string): void {
  const [found] = Object.values(database.prepare(query).get() ?? {})
  if (found !== 'ok') throw damaged(file, String(found))
}

const damaged = (file: string, detail: string) => new Problem('index_damaged', { detail: `${file}: ${detail}` })

import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'
import type { Hex } from '../domain/fields.ts'
import type { KeyList } from '../domain/key-files/key-list.ts'
import { writeFault } from '../domain/write-fault.ts'
import { createSeenFilter } from './seen-filter.ts'

/** Takes keys down one by one, in flat memory whatever their number. */
export type KeyStage = {
  /** Names where the keys that follow come from. */
  from(source: string): void
  /** @param position where in the source the key stands */
  add(keyId: Hex, isProven: boolean, position: string): void
  /** The list of them, each once: of a key that came twice the first place counts, and one proof is enough. */
  finish(): StagedKeys
  /** Lets go of everything, where there is to be no list. */
  discard(): void
}

export type StagedKeys = KeyList & {
  /** Keys that were added, those that came twice counted twice. */
  readonly given: number
  /** Keys of which no proof of possession came, and the first of them. */
  readonly unproven: { readonly count: number; readonly first: number | undefined }
  /** Where the key at a position of the list came from. */
  placeOf(position: number): KeyPlace
}

export type KeyPlace = { readonly source: string; readonly position: string }

const keysAPage = 1000

const schema = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -16384;
  CREATE TABLE sources (first INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
  CREATE TABLE keys (position INTEGER PRIMARY KEY, key_id BLOB NOT NULL, proven INTEGER NOT NULL, place TEXT NOT NULL, given INTEGER) STRICT;
  CREATE TABLE suspects (key_id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
  BEGIN;
`

/** Of keys that came twice, all places but the first. */
const findRepeated = `
  CREATE TABLE repeated AS
    SELECT key_id, min(position) AS first, max(proven) AS proven FROM keys WHERE key_id IN (SELECT key_id FROM suspects)
    GROUP BY key_id HAVING count(*) > 1;
  DROP TABLE suspects;
`
const leaveRepeatedOut = `
  CREATE UNIQUE INDEX repeated_by_id ON repeated (key_id);
  ALTER TABLE keys RENAME TO came;
  CREATE TABLE keys (position INTEGER PRIMARY KEY, key_id BLOB NOT NULL, proven INTEGER NOT NULL, place TEXT NOT NULL, given INTEGER) STRICT;
  INSERT INTO keys (key_id, proven, place, given)
    SELECT came.key_id, coalesce(repeated.proven, came.proven), place, came.position
    FROM came LEFT JOIN repeated ON repeated.key_id = came.key_id
    WHERE first IS NULL OR first = came.position ORDER BY came.position;
  DROP TABLE came;
`

/**
 * A stage in a scratch file of SQLite's own, without a name, mode 0600: it is gone with the process, however that ends, and is written only when
 * the list outgrows the memory that it may take.
 */
export function stageKeys(): KeyStage {
  const database = guard(() => new DatabaseSync(''))
  guard(() => database.exec(schema))
  const insert = [0, 1].map((proven) => database.prepare(`INSERT INTO keys (key_id, proven, place) VALUES (?, ${proven}, ?)`))
  const [insertUnproven, insertProven] = insert as [StatementSync, StatementSync]
  const insertSource = database.prepare('INSERT OR REPLACE INTO sources (first, name) VALUES (?, ?)')
  const insertSuspect = database.prepare('INSERT OR IGNORE INTO suspects (key_id) VALUES (?)')
  const maySeen = createSeenFilter()
  let suspects = false
  let tally = createTally()
  return {
    from: (name) => guard(() => void insertSource.run(tally.count(), name)),
    add: (keyId, isProven, position) =>
      guard(() => {
        const octets = Buffer.from(keyId.slice(2), 'hex')
        const statement = isProven ? insertProven : insertUnproven
        statement.run(octets, position)
        tally.add(octets, isProven)
        if (!maySeen(octets)) return
        suspects = true
        insertSuspect.run(octets)
      }),
    finish: () =>
      guard(() => {
        const given = tally.count()
        database.exec('COMMIT')
        if (suspects && hasRepeated(database)) {
          database.exec(leaveRepeatedOut)
          tally = tallyOf(database)
        }
        // what was needed to write fast is not needed to read
        database.exec('PRAGMA cache_size = -2048; PRAGMA shrink_memory')
        return listOf(database, given, tally)
      }),
    discard: () => database.close(),
  }
}

function hasRepeated(database: DatabaseSync): boolean {
  database.exec(findRepeated)
  return database.prepare('SELECT 1 FROM repeated LIMIT 1').get() !== undefined
}

/** What is known of the keys without looking them up again: a bit and 32 hashed octets a key. */
function createTally() {
  const digest = createHash('sha256')
  let proven = Buffer.alloc(4096)
  let [count, unproven] = [0, 0]
  let first: number | undefined
  return {
    add(octets: Uint8Array, isProven: boolean): void {
      digest.update(octets)
      if (proven.length * 8 === count) proven = Buffer.concat([proven, Buffer.alloc(proven.length)])
      if (isProven) proven[count >> 3] = (proven[count >> 3] as number) | (1 << (count & 7))
      else {
        unproven += 1
        first ??= count
      }
      count += 1
    },
    count: () => count,
    unproven: () => ({ count: unproven, first }),
    isProven: (position: number) => ((proven[position >> 3] ?? 0) & (1 << (position & 7))) !== 0,
    digest: () => digest.digest('hex'),
  }
}

type Tally = ReturnType<typeof createTally>

function tallyOf(database: DatabaseSync): Tally {
  const tally = createTally()
  const read = readerOf(database)
  for (let page = read(0, keysAPage); page.keyIds.length > 0; page = read(tally.count(), keysAPage)) {
    for (const [index, keyId] of page.keyIds.entries()) tally.add(Buffer.from(keyId, 'hex'), page.proven[index] === '1')
  }
  return tally
}

/** Keys from a position on. Joined by SQLite: a value of its own for each of many would cost more than everything else. */
function readerOf(database: DatabaseSync) {
  // SQLite counts from 1
  const page = database.prepare(`
    SELECT coalesce(group_concat(lower(hex(key_id)), ' ' ORDER BY position), '') AS key_ids, coalesce(group_concat(proven, '' ORDER BY position), '') AS proven
    FROM keys WHERE position > ? AND position <= ?
  `)
  return (first: number, count: number) => {
    const { key_ids, proven } = page.get(first, first + count) as { key_ids: string; proven: string }
    return { keyIds: key_ids === '' ? [] : key_ids.split(' '), proven }
  }
}

function listOf(database: DatabaseSync, given: number, tally: Tally): StagedKeys {
  const read = readerOf(database)
  const place = database.prepare(`
    SELECT coalesce((SELECT name FROM sources WHERE first < coalesce(given, position) ORDER BY first DESC LIMIT 1), '') AS source,
      place AS position
    FROM keys WHERE position = ?
  `)
  return {
    count: tally.count(),
    given,
    unproven: tally.unproven(),
    digest: tally.digest(),
    slice: (first, count) => guard(() => read(first, count).keyIds.map((keyId): Hex => `0x${keyId}`)),
    isProven: tally.isProven,
    placeOf: (position) => guard(() => ({ source: '', position: '', ...(place.get(position + 1) as KeyPlace | undefined) })),
    close: () => database.close(),
  }
}

/** @throws Problem disk_full, file_unwritable */
function guard<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw writeFault('temporary file', cause)
  }
}

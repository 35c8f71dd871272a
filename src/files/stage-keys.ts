import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { Hex } from '../domain/fields.ts'
import type { KeyList } from '../domain/key-files/key-list.ts'
import { Problem } from '../domain/problem.ts'

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

const schema = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -16384;
  CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
  CREATE TABLE keys (position INTEGER PRIMARY KEY, key_id BLOB NOT NULL, proven INTEGER NOT NULL, source INTEGER NOT NULL, place TEXT NOT NULL) STRICT;
  BEGIN;
`

const repeated = 'SELECT 1 FROM keys GROUP BY key_id HAVING count(*) > 1 LIMIT 1'

const firstsAlone = `
  CREATE TABLE firsts AS SELECT min(position) AS first, max(proven) AS proven FROM keys GROUP BY key_id;
  ALTER TABLE keys RENAME TO given;
  CREATE TABLE keys (position INTEGER PRIMARY KEY, key_id BLOB NOT NULL, proven INTEGER NOT NULL, source INTEGER NOT NULL, place TEXT NOT NULL) STRICT;
  INSERT INTO keys SELECT row_number() OVER (ORDER BY first) - 1, key_id, firsts.proven, source, place
    FROM firsts JOIN given ON given.position = first ORDER BY first;
  DROP TABLE firsts;
  DROP TABLE given;
`

/**
 * A stage in a scratch file of SQLite's own, without a name, mode 0600: it is gone with the process, however that ends, and is written only when
 * the list outgrows the memory that it may take.
 */
export function stageKeys(): KeyStage {
  const database = guard(() => new DatabaseSync(''))
  guard(() => database.exec(schema))
  const insert = database.prepare('INSERT INTO keys (position, key_id, proven, source, place) VALUES (?, ?, ?, ?, ?)')
  const insertSource = database.prepare('INSERT INTO sources (id, name) VALUES (?, ?)')
  let source = 0
  let tally = createTally()
  return {
    from: (name) => guard(() => void insertSource.run((source += 1), name)),
    add: (keyId, isProven, position) =>
      guard(() => {
        const octets = Buffer.from(keyId.slice(2), 'hex')
        insert.run(tally.count(), octets, isProven ? 1 : 0, source, position)
        tally.add(octets, isProven)
      }),
    finish: () =>
      guard(() => {
        const given = tally.count()
        if (leaveRepeatedOut(database)) tally = tallyOf(database)
        return listOf(database, given, tally)
      }),
    discard: () => database.close(),
  }
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

/** Whether there were any. They are found by sorting: an index that grows key by key would be written all over once it outgrows the memory. */
function leaveRepeatedOut(database: DatabaseSync): boolean {
  database.exec('COMMIT; CREATE INDEX keys_by_id ON keys (key_id)')
  const isRepeated = database.prepare(repeated).get() !== undefined
  database.exec('DROP INDEX keys_by_id')
  if (isRepeated) database.exec(firstsAlone)
  return isRepeated
}

function tallyOf(database: DatabaseSync): Tally {
  const tally = createTally()
  for (const { key_id, proven } of database.prepare('SELECT key_id, proven FROM keys ORDER BY position').iterate()) {
    tally.add(key_id as Uint8Array, proven === 1)
  }
  return tally
}

function listOf(database: DatabaseSync, given: number, tally: Tally): StagedKeys {
  const idsFrom = database.prepare('SELECT key_id FROM keys WHERE position >= ? AND position < ? ORDER BY position')
  const place = database.prepare(
    'SELECT name AS source, place AS position FROM keys LEFT JOIN sources ON id = source WHERE keys.position = ?',
  )
  return {
    count: tally.count(),
    given,
    unproven: tally.unproven(),
    digest: tally.digest(),
    slice: (start, length) => guard(() => idsFrom.all(start, start + length).map((row) => hexOf(row['key_id'] as Uint8Array))),
    isProven: tally.isProven,
    placeOf: (position) => guard(() => ({ source: '', position: '', ...(place.get(position) as Partial<KeyPlace> | undefined) })),
    close: () => database.close(),
  }
}

function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`
}

/** @throws Problem file_unwritable, when the disk is full above all */
function guard<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new Problem('file_unwritable', { field: 'temporary file', detail: (cause as Error).message, cause })
  }
}

import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'

/** One batch. `signed`: its number is used, its folder may still bear its temporary name; `published`: it has its own; `lost`: it was gone before. */
export type Batch = {
  readonly counter: number
  /** SHA-256 of the manifest. */
  readonly sha256: Hex
  readonly process_id: string
  readonly keys: number
  readonly made_at: string
  readonly temporary: string
  readonly folder: string
  readonly state: 'signed' | 'published' | 'lost'
}

export type SignedBatch = Batch & { readonly manifest: Uint8Array; readonly signature: Uint8Array }

/**
 * The numbers that an appliance has used, each with its manifest. No private key stands in it. Who sets it back to an older state makes the
 * appliance use a number twice, which every machine that saw the first notices.
 */
export type Ledger = {
  last(): Batch | undefined
  batches(): readonly Batch[]
  find(counter: number): SignedBatch | undefined
  add(batch: SignedBatch): void
  become(counter: number, state: Batch['state']): void
  close(): void
}

const schema = `
CREATE TABLE IF NOT EXISTS batches (
  counter INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  process_id TEXT NOT NULL,
  keys INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  temporary TEXT NOT NULL,
  folder TEXT NOT NULL,
  state TEXT NOT NULL,
  manifest BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;
`

const shown = 'counter, sha256, process_id, keys, made_at, temporary, folder, state'

/**
 * Opens the ledger, or makes an empty one. Until it is closed, or its process ends, nobody else can open it.
 * @throws Problem appliance_busy, appliance_ledger_unusable
 */
export function openLedger(path: string): Ledger {
  const attempt = <T>(action: () => T): T => {
    try {
      return action()
    } catch (cause) {
      const busy = (cause as { errcode?: number }).errcode === sqliteBusy
      throw new Problem(busy ? 'appliance_busy' : 'appliance_ledger_unusable', { field: path, detail: (cause as Error).message, cause })
    }
  }
  const database = attempt(() => {
    const opened = new DatabaseSync(path)
    try {
      opened.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = EXTRA; BEGIN EXCLUSIVE; COMMIT')
      opened.exec(schema)
      chmodSync(path, 0o600)
      return opened
    } catch (error) {
      opened.close()
      throw error
    }
  })
  const last = database.prepare(`SELECT ${shown} FROM batches ORDER BY counter DESC LIMIT 1`)
  const list = database.prepare(`SELECT ${shown} FROM batches ORDER BY counter`)
  const find = database.prepare(`SELECT ${shown}, manifest, signature FROM batches WHERE counter = ?`)
  const insert = database.prepare(`INSERT INTO batches (${shown}, manifest, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = database.prepare('UPDATE batches SET state = ? WHERE counter = ?')
  return {
    last: () => attempt(() => last.get() as Batch | undefined),
    batches: () => attempt(() => list.all() as unknown as Batch[]),
    find: (counter) => attempt(() => find.get(counter) as SignedBatch | undefined),
    add: ({ counter, sha256, process_id, keys, made_at, temporary, folder, state, manifest, signature }) =>
      void attempt(() => insert.run(counter, sha256, process_id, keys, made_at, temporary, folder, state, manifest, signature)),
    become: (counter, state) => void attempt(() => update.run(state, counter)),
    close: () => database.close(),
  }
}

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html). */
const sqliteBusy = 5

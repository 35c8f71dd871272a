import type { DatabaseSync } from 'node:sqlite'
import type { Kind } from './kinds.ts'
import { listValues } from './records/list-values.ts'
import { schemaVersion } from './schema.ts'

/** By version, what brings a file from there to the next. */
const steps: Readonly<Record<number, (database: DatabaseSync) => void>> = {
  // comments are listed by their assessment; keys may wait for their rows
  1: (database) => {
    listAnew(database)
    database.exec('ALTER TABLE position ADD COLUMN keyed INTEGER NOT NULL DEFAULT 0; UPDATE position SET keyed = batches')
  },
}

/** Brings a file up to the present version, in one transaction; one that has it stays as it is. */
export function migrate(database: DatabaseSync): void {
  const version = () => (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
  if (version() === schemaVersion) return
  database.exec('BEGIN IMMEDIATE')
  try {
    for (let at = version(); at < schemaVersion; at++) {
      const step = steps[at]
      if (step === undefined) throw new Error(`no step leads from version ${at} of the index to the next`)
      step(database)
    }
    database.exec(`PRAGMA user_version = ${schemaVersion}; COMMIT`)
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** By the fields that records are listed by now. */
function listAnew(database: DatabaseSync): void {
  database.exec('DELETE FROM listed')
  const versions = database.prepare('SELECT kind, record, value FROM versions JOIN records USING (record)')
  const list = database.prepare('INSERT OR IGNORE INTO listed(kind, field, value, record) VALUES (?, ?, ?, ?)')
  for (const row of versions.iterate()) {
    const { kind, record, value } = row as { kind: Kind; record: number; value: string }
    for (const [field, of] of listValues(kind, JSON.parse(value))) list.run(kind, field, of, record)
  }
}

import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { VerifiedManifest } from './verify-manifest.ts'

/**
 * Which manifests of which appliances a machine has seen. Not trusted for what they say: who can write it can at most have a gap or a repeat go
 * unnoticed, since every manifest is verified before it is asked for.
 */
export type SeenManifests = {
  /**
   * Takes the next manifest of its appliance down, before anything is done with it.
   * @returns false where exactly this one was seen already
   * @throws Problem manifest_gap, manifest_repeated, manifest_chain; then nothing was taken down
   */
  take(verified: VerifiedManifest): boolean
  close(): void
}

const schema = `
CREATE TABLE IF NOT EXISTS manifests (
  appliance_id TEXT NOT NULL,
  counter INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (appliance_id, counter)
) STRICT;
`

/** Opens the record, or makes an empty one. @throws Problem manifest_record_unusable */
export function openSeenManifests(path: string): SeenManifests {
  const attempt = <T>(action: () => T): T => {
    try {
      return action()
    } catch (cause) {
      if (cause instanceof Problem) throw cause
      throw new Problem('manifest_record_unusable', { field: path, detail: (cause as Error).message, cause })
    }
  }
  const database = attempt(() => {
    const opened = new DatabaseSync(path, { timeout: 10_000 })
    opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    opened.exec(schema)
    chmodSync(path, 0o600)
    return opened
  })
  const hashOf = database.prepare('SELECT sha256 FROM manifests WHERE appliance_id = ? AND counter = ?')
  const last = database.prepare('SELECT max(counter) AS counter FROM manifests WHERE appliance_id = ?')
  const insert = database.prepare('INSERT INTO manifests (appliance_id, counter, sha256) VALUES (?, ?, ?)')

  const take = ({ manifest, sha256 }: VerifiedManifest): boolean => {
    const { appliance_id, counter, previous_manifest } = manifest
    const hashAt = (number: number) => (hashOf.get(appliance_id, number) as { sha256: Hex } | undefined)?.sha256
    const seen = hashAt(counter)
    if (seen === sha256) return false
    if (seen !== undefined) {
      throw new Problem('manifest_repeated', { detail: `manifest ${counter} of ${appliance_id} was ${seen}, this one is ${sha256}` })
    }
    const latest = (last.get(appliance_id) as { counter: number | null }).counter ?? 0
    if (counter > latest + 1) {
      const missing = counter === latest + 2 ? `${latest + 1}` : `${latest + 1} to ${counter - 1}`
      throw new Problem('manifest_gap', { detail: `this is manifest ${counter} of ${appliance_id}; ${missing} never came here` })
    }
    const before = counter === 1 ? null : hashAt(counter - 1)
    if (previous_manifest !== before) {
      throw new Problem('manifest_chain', { detail: `manifest ${counter} of ${appliance_id} follows ${previous_manifest}, not ${before}` })
    }
    insert.run(appliance_id, counter, sha256)
    return true
  }
  return {
    take: (verified) =>
      attempt(() => {
        database.exec('BEGIN IMMEDIATE')
        try {
          const isNew = take(verified)
          database.exec('COMMIT')
          return isNew
        } catch (error) {
          if (database.isTransaction) database.exec('ROLLBACK')
          throw error
        }
      }),
    close: () => database.close(),
  }
}

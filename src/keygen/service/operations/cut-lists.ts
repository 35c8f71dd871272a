import { createPublicKey, sign, type KeyObject } from 'node:crypto'
import type { EntropySource } from '../../../domain/enumerations.ts'
import { toTime } from '../../../domain/fields.ts'
import { keyIdOf } from '../../../domain/key-id.ts'
import { encodeManifest } from '../../manifest/key-manifest.ts'
import { sha256Of } from '../../manifest/verify-manifest.ts'
import { attempt } from '../store/open-store.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import type { Note } from '../store/ledger.ts'
import type { Parts } from './parts.ts'

/** A manifest of keys that devices confirmed, as `derkey key register` takes it. */
export type KeyList = {
  readonly process_id: string
  readonly counter: number
  readonly manifest: Uint8Array
  readonly signature: Uint8Array
}

/** Most keys of one list. */
const mostKeys = 10_000

/**
 * Makes lists of the keys of a process that were confirmed since the last, for the manufacturer to register (5.5.6): one of the keys that the service
 * made, one of those that devices made. They follow the lists before them, so that one that is lost or repeated is noticed.
 */
export function cutLists({ ledger, enrolments, now }: Parts, processId: string, key: KeyObject, entropy: EntropySource): KeyList[] {
  return ledger.record((note) => {
    const waiting = enrolments.inStateOf('confirmed', processId, mostKeys)
    const [made, own] = [waiting.filter(({ recipient }) => recipient !== null), waiting.filter(({ recipient }) => recipient === null)]
    return [...(made.length === 0 ? [] : [cutOne(made, entropy, note)]), ...(own.length === 0 ? [] : [cutOne(own, 'unknown', note)])]
  }).result

  function cutOne(rows: readonly Enrolment[], source: EntropySource, note: Note): KeyList {
    const last = lastListOf(ledger, processId)
    const counter = (last?.counter ?? 0) + 1
    const at = now()
    const manifest = encodeManifest({
      type: 'derkey-key-manifest',
      version: 1,
      appliance_id: keyIdOf(createPublicKey(key).export({ type: 'spki', format: 'der' })),
      counter,
      previous_manifest: last === undefined ? null : sha256Of(last.manifest),
      process_id: processId,
      entropy_source: source,
      entropy_certificate: null,
      made_at: toTime(Math.floor(at / 1000)),
      keys: rows.flatMap(({ key_id, device }) => (key_id === null ? [] : [{ key_id, device }])),
    })
    const list = { process_id: processId, counter, manifest, signature: sign('sha256', manifest, key) }
    attempt(() => ledger.store.prepare('INSERT INTO lists VALUES (?, ?, ?, ?)').run(processId, counter, manifest, list.signature))
    for (const row of rows) note(entryOf(enrolments.update(row, { state: 'listed', changed_at: at }), 'listed', at))
    return list
  }
}

/** Most lists of one answer: of 10,000 keys each, some 20 MB. */
export const mostLists = 10

/** Lists of a process after the one of number `after`, the oldest first, at most `mostLists`. */
export function listsOf({ store }: Parts['ledger'], processId: string, after: number): KeyList[] {
  const sql = 'SELECT * FROM lists WHERE process_id = ? AND counter > ? ORDER BY counter LIMIT ?'
  return attempt(() => store.prepare(sql).all(processId, after, mostLists)) as unknown as KeyList[]
}

function lastListOf({ store }: Parts['ledger'], processId: string): KeyList | undefined {
  const sql = 'SELECT * FROM lists WHERE process_id = ? ORDER BY counter DESC LIMIT 1'
  return attempt(() => store.prepare(sql).get(processId)) as KeyList | undefined
}

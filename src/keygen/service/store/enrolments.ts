import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Hex } from '../../../domain/fields.ts'
import type { IssueEvent, NewEntry } from '../../log/issue-entry.ts'
import { attempt } from './open-store.ts'

/**
 * `enrolled`, then `issued` (the device was answered a wrapped key), `confirmed` (the device showed that it has the key; the code is spent) and
 * `registered`; `listed` instead, where the manufacturer registers. `cancelled` at any time but between confirmed and registered.
 */
export const enrolmentStates = ['enrolled', 'issued', 'confirmed', 'listed', 'registered', 'cancelled'] as const
export type EnrolmentState = (typeof enrolmentStates)[number]

/** One device's way to its key. Times in milliseconds. */
export type Enrolment = {
  readonly enrolment_id: string
  readonly device: string
  readonly process_id: string
  /** Name of the client or of the bootstrap source that it belongs to. */
  readonly enrolled_by: string
  /** Hash of the code; null where a bootstrap certificate takes its place. */
  readonly stored_key: Uint8Array | null
  /** Key id of the bootstrap certificate. */
  readonly bootstrap_key: Hex | null
  readonly state: EnrolmentState
  readonly created_at: number
  /** Of the code; null where there is none. */
  readonly expires_at: number | null
  readonly changed_at: number
  /** SHA-256 of the ephemeral key that the newest key was wrapped for. */
  readonly recipient: string | null
  readonly key_id: Hex | null
  /** DER SubjectPublicKeyInfo of the newest key. */
  readonly public_key: Uint8Array | null
  /** The wrapped key, until it is confirmed. */
  readonly cms: Uint8Array | null
  /** Why the registration has not worked so far. */
  readonly failure: string | null
}

export type Enrolments = ReturnType<typeof enrolmentsIn>

/** Rows of the store. Whatever changes one runs within `Ledger.record`. */
export function enrolmentsIn(store: DatabaseSync) {
  const all = (sql: string, ...values: SQLInputValue[]) => attempt(() => store.prepare(sql).all(...values)) as unknown as Enrolment[]
  const one = (sql: string, ...values: SQLInputValue[]) => all(sql, ...values)[0]
  return {
    byId: (id: string) => one('SELECT * FROM enrolments WHERE enrolment_id = ?', id),
    /** What is not cancelled. */
    ofDevice: (processId: string, device: string) =>
      one(`SELECT * FROM enrolments WHERE process_id = ? AND device = ? AND state <> 'cancelled'`, processId, device),
    ofBootstrapKey: (keyId: Hex) => one(`SELECT * FROM enrolments WHERE bootstrap_key = ? AND state <> 'cancelled'`, keyId),
    ofKey: (keyId: Hex) => one(`SELECT * FROM enrolments WHERE key_id = ? AND state <> 'cancelled'`, keyId),
    ofRecipient: (recipient: string) => one('SELECT * FROM enrolments WHERE recipient = ?', recipient),
    /** Confirmed ones, the oldest first: those that were not tried yet, or all. */
    toRegister: (retrying: boolean, limit: number) => {
      const which = retrying ? '' : 'AND failure IS NULL'
      return all(`SELECT * FROM enrolments WHERE state = 'confirmed' ${which} ORDER BY failure IS NOT NULL, changed_at LIMIT ?`, limit)
    },
    inStateOf: (state: EnrolmentState, processId: string, limit: number) =>
      all('SELECT * FROM enrolments WHERE state = ? AND process_id = ? ORDER BY changed_at LIMIT ?', state, processId, limit),
    inStateAfter: (state: EnrolmentState, id: string, limit: number) =>
      all('SELECT * FROM enrolments WHERE state = ? AND enrolment_id > ? ORDER BY enrolment_id LIMIT ?', state, id, limit),
    list: (filter: Filter) => {
      const { processes, after, limit } = filter
      const [by, state] = [filter.enrolled_by ?? null, filter.state ?? null]
      const sql = `SELECT * FROM enrolments WHERE enrolment_id > ? AND (? IS NULL OR (enrolled_by = ? AND bootstrap_key IS NULL)) AND (? IS NULL OR state = ?)
        AND process_id IN (${processes.map(() => '?').join()}) ORDER BY enrolment_id LIMIT ?`
      return all(sql, after, by, by, state, state, ...processes, limit)
    },
    counts: () => {
      const rows = attempt(() => store.prepare('SELECT state, count(*) AS count FROM enrolments GROUP BY state').all())
      return rows as unknown as { state: EnrolmentState; count: number }[]
    },
    insert: (row: Enrolment) => {
      const names = Object.keys(row)
      const sql = `INSERT INTO enrolments (${names.join()}) VALUES (${names.map(() => '?').join()})`
      attempt(() => store.prepare(sql).run(...(Object.values(row) as SQLInputValue[])))
      return row
    },
    update: (row: Enrolment, changes: Partial<Enrolment>): Enrolment => {
      const names = Object.keys(changes)
      const sql = `UPDATE enrolments SET ${names.map((name) => `${name} = ?`).join()} WHERE enrolment_id = ?`
      attempt(() => store.prepare(sql).run(...(Object.values(changes) as SQLInputValue[]), row.enrolment_id))
      return { ...row, ...changes }
    },
  }
}

export type Filter = {
  readonly processes: readonly string[]
  /** A client; undefined: whoever enrolled, bootstrap certificates too. */
  readonly enrolled_by?: string | undefined
  readonly state?: EnrolmentState | undefined
  readonly after: string
  readonly limit: number
}

/** The log's entry of an event of `row`. */
export function entryOf(row: Enrolment, event: IssueEvent, now: number, keyId = row.key_id): NewEntry {
  const { enrolment_id, device, process_id, enrolled_by } = row
  return { at: new Date(now).toISOString(), event, enrolment_id, device, process_id, enrolled_by, key_id: keyId }
}

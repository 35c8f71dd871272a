import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Problem } from '../../../domain/problem.ts'
import { emptyHead, headText, lineAfter, type LogHead, type NewEntry } from '../../log/issue-entry.ts'
import { openIssueLog, type IssueLog } from '../../log/open-log.ts'
import { inTransaction, openStore } from './open-store.ts'

/** Adds an entry to the log, in the transaction that it tells of. */
export type Note = (entry: NewEntry) => void

/** Store and log as one: what is decided in a transaction stands in the log before anybody is answered. */
export type Ledger = {
  readonly store: DatabaseSync
  /** One transaction and its entries. `receipt`: `SEQ:HASH`, where the log ends with them. @throws Problem `store_failed` */
  record<T>(work: (note: Note) => T): { readonly result: T; readonly receipt: string }
  /** Where the log ends, with everything in it that was decided: what a repeated call is answered. @throws Problem `store_failed` */
  receipt(): string
  head(): LogHead
  /** Octets of a half written line that were cut off the log at the start. */
  readonly mended: number
  close(): void
}

/** Where the log of a data folder lies. */
const logFileOf = (folder: string) => join(folder, 'issues.jsonl')

/**
 * Opens both, and brings the log to where the store is: entries are put down in the transaction first, so that after a power cut at any moment
 * each is written exactly once.
 * @param openLog opens the log of the folder
 * @throws Problem `store_failed`; `issue_log_broken` when the log was cut, changed or replaced
 */
export function openLedger(folder: string, openLog: (file: string) => IssueLog = openIssueLog): Ledger {
  const store = openStore(folder)
  let log: IssueLog | undefined
  try {
    log = openLog(logFileOf(folder))
    settle(store, log)
  } catch (error) {
    log?.close()
    store.close()
    throw error
  }
  const file = log
  const insert = store.prepare('INSERT INTO pending (entry) VALUES (?)')
  const flush = () => {
    const waiting = pendingOf(store)
    if (waiting.length === 0) return
    const { lines, head } = linesAfter(file.head(), waiting)
    file.append(lines, head)
    forget(store, waiting, head)
  }
  flush()
  return {
    store,
    record: (work) => {
      const result = inTransaction(store, () => work((entry) => void insert.run(JSON.stringify(entry))))
      flush()
      return { result, receipt: headText(file.head()) }
    },
    receipt: () => {
      flush()
      return headText(file.head())
    },
    head: () => file.head(),
    mended: file.mended,
    close: () => {
      file.close()
      store.close()
    },
  }
}

type Pending = { readonly position: number; readonly entry: NewEntry }

function pendingOf(store: DatabaseSync): Pending[] {
  const rows = store.prepare('SELECT position, entry FROM pending ORDER BY position').all() as { position: number; entry: string }[]
  return rows.map(({ position, entry }) => ({ position, entry: JSON.parse(entry) as NewEntry }))
}

function linesAfter(start: LogHead, pending: readonly Pending[]): { lines: string[]; head: LogHead } {
  const lines: string[] = []
  let head = start
  for (const { entry } of pending) {
    const next = lineAfter(head, entry)
    lines.push(next.line)
    head = next.head
  }
  return { lines, head }
}

/** Of what waits, the log may have the first few already: then they are forgotten. */
function settle(store: DatabaseSync, log: IssueLog): void {
  const known = (store.prepare('SELECT seq, hash FROM head').get() as LogHead | undefined) ?? emptyHead
  const there = log.head()
  const written = pendingOf(store).slice(0, Math.max(0, there.seq - known.seq))
  const expected = linesAfter(known, written).head
  if (expected.seq !== there.seq || expected.hash !== there.hash) {
    throw new Problem('issue_log_broken', { detail: `it ends with ${headText(there)}, and should with ${headText(expected)}` })
  }
  if (written.length > 0) forget(store, written, there)
}

function forget(store: DatabaseSync, written: readonly Pending[], { seq, hash }: LogHead): void {
  inTransaction(store, () => {
    store.prepare('DELETE FROM pending WHERE position <= ?').run(written.at(-1)?.position ?? 0)
    store.prepare('INSERT INTO head VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash').run(seq, hash)
  })
}

import type { Outcome } from '../../chain/read-outcome.ts'
import { Problem } from '../../domain/problem.ts'
import type { Call } from '../registry.ts'
import { inTransaction, type Store } from './open-store.ts'
import { findRegistration, insertRegistration, type NewRegistration, type Registration } from './registrations.ts'

export const partStates = ['pending', 'done', 'failed'] as const
export type PartState = (typeof partStates)[number]

/** One chain transaction of a write. `outcome` is what it made, or why it failed. */
export type Part = {
  readonly position: number
  /** Name of the signer; null for a transaction that the client signed, which then is `raw`. */
  readonly signer: string | null
  readonly call: Call
  readonly raw: `0x${string}` | null
  readonly state: PartState
  readonly hash: string | null
  readonly block: number | null
  readonly outcome: Outcome | null
  readonly problem: ReturnType<Problem['toJSON']> | null
}

export type Write = {
  readonly transaction_id: string
  readonly subject: string
  readonly idempotency_key: string | null
  /** SHA-256 of operation and input: tells a repeat from another write under the same Idempotency-Key. */
  readonly digest: string
  readonly operation: string
  /** The records that it is about, as far as they were known before. */
  readonly about: Outcome
  readonly created_at: string
  readonly parts: readonly Part[]
  /** Of a write that registers more keys than one transaction holds; its parts are then the transactions so far, by the position of their first key. */
  readonly registration: Registration | null
}

export type NewWrite = Omit<Write, 'parts' | 'registration'> & {
  readonly parts: readonly Pick<Part, 'signer' | 'call' | 'raw'>[]
  readonly registration?: NewRegistration | undefined
}

/** Keeps a write before anything of it is sent. Answers the one that stands already under the subject's Idempotency-Key, if there is one. */
export function insertWrite(store: Store, write: NewWrite): Write {
  return inTransaction(store, () => {
    const standing = write.idempotency_key === null ? undefined : findRepeat(store, write.subject, write.idempotency_key)
    if (standing !== undefined) return standing
    store
      .prepare(
        'INSERT INTO writes (transaction_id, subject, idempotency_key, digest, operation, about, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        write.transaction_id,
        write.subject,
        write.idempotency_key,
        write.digest,
        write.operation,
        JSON.stringify(write.about),
        write.created_at,
      )
    const insert = store.prepare(
      "INSERT INTO parts (transaction_id, position, signer, target, data, raw, state) VALUES (?, ?, ?, ?, ?, ?, 'pending')",
    )
    write.parts.forEach(({ signer, call, raw }, position) => insert.run(write.transaction_id, position, signer, call.to, call.data, raw))
    if (write.registration !== undefined) insertRegistration(store, write.transaction_id, write.registration)
    return readWrite(store, write.transaction_id)
  })
}

/** The subject's write under this Idempotency-Key. */
export function findRepeat(store: Store, subject: string, key: string): Write | undefined {
  const row = store.prepare('SELECT transaction_id FROM writes WHERE subject = ? AND idempotency_key = ?').get(subject, key)
  return row === undefined ? undefined : readWrite(store, String(row['transaction_id']))
}

/** @throws Problem `transaction_unknown` */
export function readWrite(store: Store, transactionId: string): Write {
  const row = store.prepare('SELECT * FROM writes WHERE transaction_id = ?').get(transactionId)
  if (row === undefined) {
    throw new Problem('transaction_unknown', { field: 'transaction_id', detail: `no write has the id ${transactionId}` })
  }
  const parts = store.prepare('SELECT * FROM parts WHERE transaction_id = ? ORDER BY position').all(transactionId)
  const about = JSON.parse(String(row['about'])) as Outcome
  const write = row as Omit<Write, 'parts' | 'about' | 'registration'>
  return { ...write, about, parts: parts.map(toPart), registration: findRegistration(store, transactionId) }
}

function toPart(row: Record<string, unknown>): Part {
  const { position, signer, target, data, raw, state, hash, block, outcome } = row as Record<string, string | number | null>
  const told = outcome === null ? null : (JSON.parse(String(outcome)) as unknown)
  return {
    position: Number(position),
    signer: signer as string | null,
    call: { to: target as Call['to'], data: data as Call['data'] },
    raw: raw as Part['raw'],
    state: state as PartState,
    hash: hash as string | null,
    block: block as number | null,
    outcome: state === 'done' ? (told as Outcome) : null,
    problem: state === 'failed' ? (told as Part['problem']) : null,
  }
}

/** Whether something of it is still to come. */
export function isPending({ parts, registration }: Pick<Write, 'parts' | 'registration'>): boolean {
  return registration?.state === 'pending' || parts.some(({ state }) => state === 'pending')
}

export type Settled =
  | { readonly state: 'done'; readonly hash: string; readonly block: number; readonly outcome: Outcome }
  | { readonly state: 'failed'; readonly hash: string | null; readonly block: number | null; readonly problem: Problem }

/** Keeps what became of a part; final. */
export function settlePart(store: Store, transactionId: string, position: number, settled: Settled): void {
  const told = settled.state === 'done' ? settled.outcome : settled.problem.toJSON()
  inTransaction(store, () =>
    store
      .prepare(
        "UPDATE parts SET state = ?, hash = ?, block = ?, outcome = ? WHERE transaction_id = ? AND position = ? AND state = 'pending'",
      )
      .run(settled.state, settled.hash, settled.block, JSON.stringify(told), transactionId, position),
  )
}

/** Writes that were under way when the service last ended, oldest first. */
export function unsettledWrites(store: Store): Write[] {
  const rows = store
    .prepare(
      `SELECT transaction_id FROM writes WHERE transaction_id IN (SELECT transaction_id FROM parts WHERE state = 'pending'
         UNION SELECT transaction_id FROM registrations WHERE state = 'pending') ORDER BY rowid`,
    )
    .all()
  return rows.map((row) => readWrite(store, String(row['transaction_id'])))
}

import { keysPerCall } from '../../chain/calls/key-calls.ts'
import type { RegisteredBatch, Registered, RefusedKey } from '../../chain/register/registration.ts'
import type { Hex } from '../../domain/fields.ts'
import type { KeyList } from '../../domain/key-files/key-list.ts'
import { Problem } from '../../domain/problem.ts'
import { inTransaction, type Store } from './open-store.ts'

/** Keys that one write registers, however many transactions they take. */
export type NewRegistration = {
  readonly signer: string
  readonly process_id: string
  /** Null opens a lot. */
  readonly lot_id: string | null
  readonly keys: KeyList
}

export type Registration = Omit<NewRegistration, 'keys'> & {
  readonly keys: number
  readonly state: 'pending' | 'done' | 'failed'
  /** Keys that are in blocks, there already, or refused. */
  readonly done: number
  readonly registered: number
  /** The first of them. */
  readonly refused: readonly RefusedKey[]
  readonly refused_count: number
  /** Why it ended early. */
  readonly problem: ReturnType<Problem['toJSON']> | null
}

/** Within the transaction that keeps the write. The keys lie there, 32 bytes each, until it is settled. */
export function insertRegistration(store: Store, transactionId: string, { signer, process_id, lot_id, keys }: NewRegistration): void {
  store
    .prepare(
      "INSERT INTO registrations (transaction_id, signer, process_id, lot_id, keys, digest, state) VALUES (?, ?, ?, ?, ?, ?, 'pending')",
    )
    .run(transactionId, signer, process_id, lot_id, keys.count, keys.digest)
  const insert = store.prepare('INSERT INTO registration_keys (transaction_id, first, key_ids) VALUES (?, ?, ?)')
  for (let first = 0; first < keys.count; first += keysPerCall) {
    const ids = keys.slice(first, keysPerCall).map((id) => id.slice(2))
    insert.run(transactionId, first, Buffer.from(ids.join(''), 'hex'))
  }
}

/** Of a write that registers keys by the mass writer; null of any other. */
export function findRegistration(store: Store, transactionId: string): Registration | null {
  const row = store.prepare('SELECT * FROM registrations WHERE transaction_id = ?').get(transactionId)
  if (row === undefined) return null
  const { signer, process_id, lot_id, keys, state, done, registered, refused, refused_count, problem } = row
  return {
    ...({ signer, process_id, lot_id, keys, state, done, registered, refused_count } as Registration),
    refused: JSON.parse(String(refused)) as RefusedKey[],
    problem: problem === null ? null : (JSON.parse(String(problem)) as Registration['problem']),
  }
}

/** The keys of a registration that is not settled. */
export function keysOfRegistration(store: Store, transactionId: string): KeyList {
  const { keys, digest } = store.prepare('SELECT keys, digest FROM registrations WHERE transaction_id = ?').get(transactionId) as {
    keys: number
    digest: string
  }
  const rows = store.prepare(
    'SELECT first, key_ids FROM registration_keys WHERE transaction_id = ? AND first > ? AND first < ? ORDER BY first',
  )
  return {
    count: keys,
    digest,
    slice: (first, count) =>
      rows.all(transactionId, first - keysPerCall, first + count).flatMap((row) => {
        const start = Number(row['first'])
        const ids = idsOf(row['key_ids'] as Uint8Array)
        return ids.slice(Math.max(first - start, 0), first + count - start)
      }),
    // whose possession was proven is asked where the keys come in, and of nobody afterwards
    isProven: () => false,
    close: () => undefined,
  }
}

function idsOf(bytes: Uint8Array): Hex[] {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
  return Array.from({ length: hex.length / 64 }, (_, index): Hex => `0x${hex.slice(index * 64, index * 64 + 64)}`)
}

/** Keeps a batch that is in a block; a second time changes nothing. `registered`: of all batches so far. */
export function keepBatch(
  store: Store,
  transactionId: string,
  signer: string,
  { first, transaction, block, lot_id }: Pick<RegisteredBatch, 'first' | 'transaction' | 'block' | 'lot_id'>,
  { done, registered }: { readonly done: number; readonly registered: number },
): void {
  inTransaction(store, () => {
    store
      .prepare(
        "INSERT OR REPLACE INTO parts (transaction_id, position, signer, target, data, state, hash, block, outcome) VALUES (?, ?, ?, '', '', 'done', ?, ?, ?)",
      )
      .run(transactionId, first, signer, transaction, block, JSON.stringify(lot_id === null ? {} : { lot_id }))
    store
      .prepare('UPDATE registrations SET done = max(done, ?), registered = max(registered, ?) WHERE transaction_id = ?')
      .run(done, registered, transactionId)
  })
}

/** Keeps what became of all of it, and lets go of its keys; final. */
export function settleRegistration(
  store: Store,
  transactionId: string,
  result: Pick<Registered, 'refused' | 'refused_count' | 'registered'> | Problem,
): void {
  inTransaction(store, () => {
    if (result instanceof Problem) {
      store
        .prepare("UPDATE registrations SET state = 'failed', problem = ? WHERE transaction_id = ?")
        .run(JSON.stringify(result.toJSON()), transactionId)
    } else {
      const { refused, refused_count, registered } = result
      store
        .prepare(
          "UPDATE registrations SET state = 'done', done = keys, registered = ?, refused = ?, refused_count = ? WHERE transaction_id = ?",
        )
        .run(registered, JSON.stringify(refused), refused_count, transactionId)
    }
    store.prepare('DELETE FROM registration_keys WHERE transaction_id = ?').run(transactionId)
  })
}

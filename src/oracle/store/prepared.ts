import type { Outcome } from '../../chain/read-outcome.ts'
import { createHash } from 'node:crypto'
import { toSeconds, toTime } from '../../domain/fields.ts'
import type { Plan } from '../operations/operation.ts'
import type { Call } from '../registry.ts'
import { inTransaction, type Store } from './open-store.ts'

/** How long a prepared transaction may wait for its signature, seconds. */
const lifetime = 86_400

const digestOf = ({ to, data }: Call) => createHash('sha256').update(`${to.toLowerCase()} ${data.toLowerCase()}`).digest('hex')

/** Remembers calls that were prepared for a subject: only those are taken back signed, so that a signed write has met the same checks as any other. */
export function rememberPrepared(store: Store, subject: string, operation: string, { calls, about }: Plan, now = Date.now()): void {
  const seconds = Math.floor(now / 1000)
  inTransaction(store, () => {
    store.prepare('DELETE FROM prepared WHERE prepared_at < ?').run(toTime(seconds - lifetime))
    const insert = store.prepare('INSERT OR REPLACE INTO prepared (subject, call, operation, about, prepared_at) VALUES (?, ?, ?, ?, ?)')
    for (const call of calls) insert.run(subject, digestOf(call), operation, JSON.stringify(about), toTime(seconds))
  })
}

/** What `call` was prepared for; undefined when it was not, or too long ago. */
export function findPrepared(
  store: Store,
  subject: string,
  call: Call,
  now = Date.now(),
): { operation: string; about: Outcome } | undefined {
  const row = store
    .prepare('SELECT operation, about, prepared_at FROM prepared WHERE subject = ? AND call = ?')
    .get(subject, digestOf(call))
  if (row === undefined || toSeconds(String(row['prepared_at'])) + lifetime < now / 1000) return undefined
  return { operation: String(row['operation']), about: JSON.parse(String(row['about'])) as Outcome }
}

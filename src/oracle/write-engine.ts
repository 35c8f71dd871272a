import { randomUUID } from 'node:crypto'
import { digestOfJson } from '../domain/canonical-json.ts'
import { toTime } from '../domain/fields.ts'
import { Problem, type ProblemCode } from '../domain/problem.ts'
import { newestBlockOf } from './written.ts'
import { performParts, type Performing } from './perform-parts.ts'
import { performRegistration } from './perform-registration.ts'
import type { Store } from './store/open-store.ts'
import { findRepeat, insertWrite, isPending, readWrite, unsettledWrites, type NewWrite, type Write } from './store/writes.ts'

export type WantedWrite = {
  readonly subject: string
  readonly idempotencyKey: string | null
  readonly operation: string
  /** What the client sent: a repeat under the same Idempotency-Key must send the same. */
  readonly input: unknown
}

export type WriteEngine = {
  /**
   * Keeps a write and hands its first part to the chain; `plan` is asked for the parts only where it is no repeat.
   * @throws Problem `idempotency_key_reused`, what `plan` throws, and what the registry refuses at once
   */
  begin(wanted: WantedWrite, plan: () => Promise<Pick<NewWrite, 'about' | 'parts' | 'registration'>>): Promise<Write>
  /** The write when it is settled, or as it stands after `seconds` or when the service stops. */
  settled(transactionId: string, seconds: number): Promise<Write>
  /** Goes on with what was under way when the service last ended. */
  resume(): void
  /** Starts nothing more and waits for what is under way, at most `milliseconds`; what is left goes on at the next start. */
  stop(milliseconds: number): Promise<void>
}

/** How long a write may keep its client waiting for the first refusal before it is answered 202, milliseconds. */
const patience = 3000

/** Keeps each write before anything of it is sent, and sends each part once, whatever is repeated, restarted or killed. */
export function createWriteEngine(
  store: Store,
  {
    untilRead,
    ...performing
  }: Omit<Performing, 'store' | 'stopping'> & {
    /** Waits a short while until reads are of that block: whoever is told of its write can read it. */
    readonly untilRead: (block: number) => Promise<void>
  },
): WriteEngine {
  const underWay = new Map<string, { started: Promise<void>; done: Promise<void> }>()
  const stopping = new AbortController()

  const start = (write: Write) => {
    const id = write.transaction_id
    if (stopping.signal.aborted || underWay.has(id) || !isPending(write)) return
    const { promise: started, resolve } = Promise.withResolvers<void>()
    const { registration } = write
    const everything = { ...performing, store, stopping: stopping.signal }
    const performed =
      registration === null ? performParts(everything, write, resolve) : performRegistration(everything, id, registration, resolve)
    const done = performed.finally(() => {
      resolve()
      underWay.delete(id)
    })
    underWay.set(id, { started, done })
  }

  return {
    async begin({ subject, idempotencyKey, operation, input }, plan) {
      const digest = digestOfJson({ operation, input })
      let write = idempotencyKey === null ? undefined : findRepeat(store, subject, idempotencyKey)
      write ??= insertWrite(store, {
        transaction_id: randomUUID(),
        subject,
        idempotency_key: idempotencyKey,
        digest,
        operation,
        created_at: toTime(Math.floor(Date.now() / 1000)),
        ...(await plan()),
      })
      if (write.digest !== digest) {
        const detail = `${idempotencyKey} was used for another write, ${write.transaction_id} (${write.operation})`
        throw new Problem('idempotency_key_reused', { field: 'Idempotency-Key', detail })
      }
      start(write)
      await within(underWay.get(write.transaction_id)?.started, patience)
      return refuseFailed(readWrite(store, write.transaction_id))
    },
    async settled(transactionId, seconds) {
      await within(underWay.get(transactionId)?.done, seconds * 1000, stopping.signal)
      const write = readWrite(store, transactionId)
      await untilRead(newestBlockOf(write))
      return write
    },
    resume() {
      for (const write of unsettledWrites(store)) start(write)
    },
    async stop(milliseconds) {
      stopping.abort()
      await within(Promise.allSettled([...underWay.values()].map(({ done }) => done)), milliseconds)
    },
  }
}

/** A write whose first part was refused has changed nothing: its client gets the problem itself. @throws Problem */
export function refuseFailed(write: Write): Write {
  const [first] = write.parts
  const problem = first === undefined ? write.registration?.problem : first.problem
  if (problem === null || problem === undefined) return write
  const { code, detail, field, retry_at: retryAt } = problem
  throw new Problem(code as ProblemCode, { detail, ...(field !== undefined && { field }), ...(retryAt !== undefined && { retryAt }) })
}

async function within(work: Promise<unknown> | undefined, milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (work === undefined) return
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  const stop = () => resolve()
  signal?.addEventListener('abort', stop)
  await Promise.race([work, over])
  signal?.removeEventListener('abort', stop)
  clearTimeout(timer)
}

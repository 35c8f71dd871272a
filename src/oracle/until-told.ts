import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../domain/problem.ts'

/** What passes by itself: nobody can say yet what becomes of the transaction, so it is asked for again. */
const passing: ReadonlySet<string> = new Set([
  'chain_unreachable',
  'chain_timeout',
  'chain_busy',
  'chain_nonsense',
  'chain_refused',
  'transaction_pending',
  'journal_unusable',
  'store_failed',
  'service_stopping',
])
const pauseMs = 2000

export type Patience = {
  readonly stopping: AbortSignal
  /** For what is no `Problem`: the write then stays as it is until the next start. */
  readonly onFailure: (error: unknown) => void
}

/** What `work` comes to, or what it is refused for; asked for again while nobody can say. */
export async function untilTold<T>({ stopping, onFailure }: Patience, work: () => Promise<T>): Promise<T | Problem | 'stopped'> {
  while (!stopping.aborted) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (!passing.has(error.code)) return error
      onFailure(error)
      await wait(pauseMs, undefined, { signal: stopping }).catch(() => undefined)
    }
  }
  return 'stopped'
}

import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../domain/problem.ts'
import type { Metrics } from './metrics.ts'
import type { Mined, RegistryCalls, RegistryWrites } from './registry.ts'
import type { Store } from './store/open-store.ts'
import { settlePart, type Part, type Write } from './store/writes.ts'

export type Performing = {
  readonly store: Store
  readonly registry: Pick<RegistryCalls, 'intoLot'> & RegistryWrites
  readonly metrics: Metrics
  readonly stopping: AbortSignal
  /** For what is no `Problem`: the write then stays as it is until the next start. */
  readonly onFailure: (error: unknown) => void
}

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

/**
 * Sends the parts of a write that are still open, one after the other. After a refused one no further is sent. The part's identifier is
 * the sender's: however often this runs, before or after a crash, each part comes to one transaction.
 * @param onStarted called when the first part is with the chain, or refused
 */
export async function performParts(performing: Performing, write: Write, onStarted: () => void): Promise<void> {
  const { registry, metrics, onFailure } = performing
  let lotId = write.parts.find(({ outcome }) => outcome?.lot_id !== undefined)?.outcome?.lot_id
  let refused = write.parts.find(({ state }) => state === 'failed')
  try {
    for (const part of write.parts.filter(({ state }) => state === 'pending')) {
      // keys past the first batch go into the lot that the first one opened; a resumed write finds the same lot, so it sends the same call
      const call = lotId === undefined ? part.call : registry.intoLot(part.call, lotId)
      const result =
        refused === undefined
          ? await untilTold(performing, () => sendPart(registry, write, { ...part, call }, onStarted))
          : new Problem('part_not_sent', { detail: `part ${refused.position} of the write failed, so this one was not sent` })
      if (result === 'stopped' || (await untilTold(performing, async () => keepResult(performing, write, part, result))) !== undefined)
        return
      if (result instanceof Problem) refused ??= part
      else lotId ??= result.outcome.lot_id
      metrics.transactions.inc({ outcome: result instanceof Problem ? 'failed' : 'mined' })
    }
  } catch (error) {
    onFailure(error)
  }
}

/** What `work` comes to, or what it is refused for; asked for again while nobody can say. */
async function untilTold<T>({ stopping, onFailure }: Performing, work: () => Promise<T>): Promise<T | Problem | 'stopped'> {
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

function keepResult({ store }: Performing, write: Write, { position }: Part, result: Mined | Problem): Promise<void> {
  const refused = { state: 'failed', hash: null, block: null } as const
  const settled = result instanceof Problem ? { ...refused, problem: result } : { state: 'done' as const, ...result }
  return Promise.resolve(settlePart(store, write.transaction_id, position, settled))
}

async function sendPart(registry: RegistryWrites, write: Write, part: Part, onStarted: () => void): Promise<Mined> {
  if (part.raw !== null) {
    const signed = await registry.readSigned(part.raw)
    await registry.relay(signed)
    onStarted()
    return registry.settleRelayed(signed)
  }
  if (part.signer === null) throw new Error(`part ${part.position} of ${write.transaction_id} has neither a signer nor a signature`)
  const id = `oracle:${write.transaction_id}:${part.position}`
  await registry.submit(part.signer, id, part.call)
  onStarted()
  return registry.settle(part.signer, id)
}

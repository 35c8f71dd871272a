import { Problem } from '../domain/problem.ts'
import type { Metrics } from './metrics.ts'
import type { Mined, RegistryWrites } from './registry.ts'
import type { Store } from './store/open-store.ts'
import { settlePart, type Part, type Write } from './store/writes.ts'
import { untilTold, type Patience } from './until-told.ts'

export type Performing = Patience & {
  readonly store: Store
  readonly registry: RegistryWrites
  readonly metrics: Metrics
}

/**
 * Sends the parts of a write that are still open, one after the other. After a refused one no further is sent. The part's identifier is
 * the sender's: however often this runs, before or after a crash, each part comes to one transaction.
 * @param onStarted called when the first part is with the chain, or refused
 */
export async function performParts(performing: Performing, write: Write, onStarted: () => void): Promise<void> {
  const { registry, metrics, onFailure } = performing
  let refused = write.parts.find(({ state }) => state === 'failed')
  try {
    for (const part of write.parts.filter(({ state }) => state === 'pending')) {
      const result =
        refused === undefined
          ? await untilTold(performing, () => sendPart(registry, write, part, onStarted))
          : new Problem('part_not_sent', { detail: `part ${refused.position} of the write failed, so this one was not sent` })
      if (result === 'stopped' || (await untilTold(performing, async () => keepResult(performing, write, part, result))) !== undefined)
        return
      if (result instanceof Problem) refused ??= part
      metrics.transactions.inc({ outcome: result instanceof Problem ? 'failed' : 'mined' })
    }
  } catch (error) {
    onFailure(error)
  }
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

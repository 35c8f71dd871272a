import { Problem } from '../domain/problem.ts'
import type { Performing } from './perform-parts.ts'
import { keepBatch, keysOfRegistration, settleRegistration, type Registration } from './store/registrations.ts'
import { untilTold } from './until-told.ts'

/**
 * Registers the keys of a write with the mass writer, which names its transactions after the list: however often this runs, before or after a crash,
 * each key comes to the chain once. Keys that the registry refuses are put aside.
 * @param onStarted called when the first transaction is in a block, or all of it is refused
 */
export async function performRegistration(
  performing: Performing,
  transactionId: string,
  { signer, process_id: processId, lot_id }: Registration,
  onStarted: () => void,
): Promise<void> {
  const { store, registry, metrics, stopping, onFailure } = performing
  const keys = keysOfRegistration(store, transactionId)
  let registered = 0
  const counted = new Set<string>()
  const register = () => {
    registered = 0
    let done = 0
    return registry.register(signer, {
      processId,
      lotId: lot_id ?? undefined,
      keys,
      onBatch: (batch) => {
        done += batch.count
        registered += batch.registered
        keepBatch(store, transactionId, signer, batch, { done, registered })
        // a call that goes on with an earlier one is told of its batches again
        if (!counted.has(batch.transaction)) metrics.transactions.inc({ outcome: 'mined' })
        counted.add(batch.transaction)
        onStarted()
        if (stopping.aborted) throw new Problem('service_stopping', { detail: `${transactionId} goes on at the next start` })
      },
    })
  }
  try {
    const result = await untilTold(performing, register)
    if (result === 'stopped') return
    const [refused] = result instanceof Problem ? [] : result.refused
    const isRefused = refused !== undefined && !(result instanceof Problem) && result.refused_count === keys.count
    // a list of which nothing could be taken has changed nothing: its client gets the problem itself
    const end = isRefused ? new Problem(refused.code, { field: `keys[${refused.position}]`, detail: refused.detail }) : result
    const settled = end instanceof Problem ? end : { ...end, registered }
    await untilTold(performing, async () => Promise.resolve(settleRegistration(store, transactionId, settled)))
  } catch (error) {
    onFailure(error)
  }
}

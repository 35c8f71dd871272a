import type { Hex } from '../../domain/fields.ts'
import type { KeyList } from '../../domain/key-files/key-list.ts'
import { inTurns } from '../in-turns.ts'
import type { Refusal } from './job-book.ts'
import { refusedShown, type RefusedKey, type Registered, type RegisteredBatch, type Registration } from './registration.ts'

/** Counts what a call comes to, and tells whoever wants to know; batches one after the other. */
export type Tally = {
  /** @param made by this call, not by an earlier one */
  batch(batch: RegisteredBatch, made: boolean): Promise<void>
  /** A batch of an earlier call that nobody wants to hear of. */
  earlier(count: number, transaction: Hex): void
  /** Keys that stand there without a transaction of ours. */
  stood(count: number): void
  refused(refusals: readonly Refusal[]): void
  result(lotId: string | undefined): Registered
}

export function createTally({ processId, onBatch, onRefused, onProgress }: Registration, keys: KeyList): Tally {
  let [done, registered, refusedCount] = [0, 0, 0]
  const refused: RefusedKey[] = []
  const transactions: Hex[] = []
  const inTurn = inTurns()
  const add = (count: number) => {
    // of a key that was made void and registered again there are two batches
    if (count > 0) onProgress?.((done = Math.min(done + count, keys.count)))
  }
  return {
    batch: (batch, made) =>
      inTurn(async () => {
        if (made) registered += batch.registered
        transactions.push(batch.transaction)
        await onBatch?.(batch)
        add(batch.count)
      }),
    earlier: (count, transaction) => {
      transactions.push(transaction)
      add(count)
    },
    stood: add,
    refused: (refusals) => {
      for (const { position, code, detail } of refusals) {
        const key = { key_id: keys.slice(position, 1)[0] as Hex, position, code, detail }
        if (refused.length < refusedShown) refused.push(key)
        onRefused?.(key)
      }
      refusedCount += refusals.length
      add(refusals.length)
    },
    result: (lotId) => ({
      process_id: processId,
      lot_id: lotId ?? null,
      registered,
      already_registered: keys.count - registered - refusedCount,
      refused,
      refused_count: refusedCount,
      transactions,
    }),
  }
}

import type { TransactionReceipt } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { createdKeys } from './created-keys.ts'
import type { Batch } from './job-book.ts'
import { positionsOf } from './ranges.ts'
import type { Work } from './send-batches.ts'

/** What a transaction made: the lot is open from then on. @param made by this call */
export async function tellBatch(
  work: Work,
  batch: Batch,
  keyIds: readonly Hex[],
  receipt: TransactionReceipt,
  made: boolean,
): Promise<void> {
  const { registry, opened, tally } = work
  const { lot, count } = createdKeys(registry.deployment.contracts, receipt)
  const isNew = made ? lot !== work.closedLot : batch.number >= opened.job.lotSince
  if (work.lot === undefined && lot !== null && isNew) {
    opened.book.setLot(opened.job.id, lot)
    work.lot = lot
  }
  const positions = positionsOf(batch.ranges)
  const told = {
    first: positions[0] ?? 0,
    count: positions.length,
    key_ids: keyIds,
    positions,
    transaction: receipt.transactionHash,
    block: Number(receipt.blockNumber),
    lot_id: lot,
    registered: count,
    receipt,
  }
  await tally.batch(told, made)
}

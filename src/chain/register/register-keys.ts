import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { findReceipt } from '../find-receipt.ts'
import { readLot } from '../reads/lot.ts'
import type { ChainRegistry } from '../registry.ts'
import type { Sender } from '../sender.ts'
import type { Batch } from './job-book.ts'
import { openJob } from './open-job.ts'
import { countOf, keysAt } from './ranges.ts'
import type { Registered, Registration } from './registration.ts'
import { sendBatches, type Work } from './send-batches.ts'
import { createTally } from './tally.ts'
import { tellBatch } from './tell-batch.ts'

/**
 * Of one account: sixteen blocks full. Besu takes 614 (15 % of its pool, `derkey network init`), its layered pool 200 ahead of the next nonce; whatever
 * has less room says so, and gets less.
 */
const defaultUnderWay = 128
const receiptsAtOnce = 8

/**
 * Registers any number of keys, 500 a transaction, all in one lot, from one account or several side by side. Killed and called again with the
 * same list, it goes on where it stopped, in the lot that it had opened, or in another where that takes no keys any more. Called again after its end it sends nothing, but for keys that were made void since.
 * Keys that the registry does not take are put aside, and told.
 * @param senders of one journal, for accounts of one entity
 * @throws Problem what the registry has against all of it; what stands by then stays
 */
export async function registerKeys(
  registry: ChainRegistry,
  senders: readonly [Sender, ...Sender[]],
  registration: Registration,
): Promise<Registered> {
  const { keys, underWay = defaultUnderWay } = registration
  const opened = await openJob(registry, senders, registration)
  const tally = createTally(registration, keys)
  tally.refused(opened.book.refusals(opened.job.id))
  const begun = { queue: [], lot: opened.job.lot, closedLot: undefined, estimates: false, failure: undefined }
  const work: Work = { registry, registration, opened, tally, ...begun }
  await tellEarlier(work)
  requireAccounts(work, senders)
  await leaveClosedLot(work)

  while (work.lot === undefined && work.queue.length > 0 && work.failure === undefined) {
    const pending = work.queue.find((batch) => opened.sendOf(batch) !== undefined)
    await sendBatches(work, senders.find(({ address }) => address === pending?.account) ?? senders[0], 1, true)
  }
  if (work.failure === undefined) await Promise.all(senders.map((sender) => sendBatches(work, sender, underWay)))
  if (work.failure !== undefined) throw work.failure
  return tally.result(work.lot)
}

/** What earlier calls had done; the rest goes into the queue. */
async function tellEarlier(work: Work): Promise<void> {
  const { registry, registration, opened, tally, queue } = work
  const tell = async (batch: Batch, hash: Hex) => {
    const found = await findReceipt(registry.client, hash)
    if (found === undefined) throw new Problem('chain_forgot', { detail: `transaction ${hash} was mined, the node has no receipt` })
    return () => tellBatch(work, batch, keysAt(registration.keys, batch.ranges), found, false)
  }
  let asked: Promise<() => Promise<void>>[] = []
  const tellAsked = async () => {
    for (const found of await Promise.all(asked)) await found()
    asked = []
  }
  for (const batch of opened.batches) {
    if (batch.state === 'stood') tally.stood(countOf(batch.ranges))
    if (batch.state !== 'planned') continue
    const send = opened.sendOf(batch)
    if (send?.state !== 'mined' || send.hash === null) queue.push(batch)
    else if (registration.onBatch === undefined && work.lot !== undefined) tally.earlier(countOf(batch.ranges), send.hash)
    else asked.push(tell(batch, send.hash))
    if (asked.length >= receiptsAtOnce) await tellAsked()
  }
  await tellAsked()
}

/** The lot that an earlier call opened may have been offered to somebody since: the rest goes into another one, unless the lot was asked for. */
async function leaveClosedLot(work: Work): Promise<void> {
  const { registry, registration, opened, queue, lot } = work
  if (lot === undefined || registration.lotId !== undefined || queue.length === 0) return
  if ((await readLot(registry, lot))?.takes_keys !== false) return
  const unsent = queue.filter((batch) => opened.sendOf(batch) === undefined)
  const underWay = queue.filter((batch) => !unsent.includes(batch))
  queue.splice(0, queue.length, ...underWay, ...opened.book.leaveLot(opened.job, unsent))
  ;[work.lot, work.closedLot] = [undefined, lot]
}

/** @throws Problem `keystore_missing` where an account that this call does not have has a transaction under way */
function requireAccounts({ queue, opened }: Work, senders: readonly Sender[]): void {
  for (const batch of queue) {
    if (batch.account === null || senders.some(({ address }) => address === batch.account)) continue
    if (opened.sendOf(batch) === undefined) continue
    const detail = `a transaction of ${batch.account} with keys of this list is under way: give its keystore too`
    throw new Problem('keystore_missing', { field: 'keystore', detail })
  }
}

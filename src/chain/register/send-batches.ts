import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { createKeys, gasToCreate } from '../calls/key-calls.ts'
import { inTurns } from '../in-turns.ts'
import type { ChainRegistry } from '../registry.ts'
import type { Sender } from '../sender.ts'
import type { Handing } from '../sign-transaction.ts'
import type { Batch } from './job-book.ts'
import type { OpenJob } from './open-job.ts'
import { countOf, keysAt, positionsOf } from './ranges.ts'
import { siftBatch } from './refused-keys.ts'
import type { Registration } from './registration.ts'
import { tellBatch } from './tell-batch.ts'
import type { Tally } from './tally.ts'
import { wouldCreate } from './try-batch.ts'

/** What the accounts of a call share. */
export type Work = {
  readonly registry: ChainRegistry
  readonly registration: Registration
  readonly opened: OpenJob
  readonly tally: Tally
  /** Batches that are not settled. */
  readonly queue: Batch[]
  lot: string | undefined
  /** Opened by an earlier call, and offered since. */
  closedLot: string | undefined
  /** A transaction ran out of gas, it seems: the node is asked from then on. */
  estimates: boolean
  /** What ends the call. */
  failure: unknown
}

type Submitted = { readonly id: string; readonly handing: Handing }

/** Signed transactions that wait for being handed over: the first of them waits for the disk, which takes as long as the rest of the work. */
const ahead = 8

/**
 * Sends batches of the queue from one account, at most `most` under way at once, until none is left; or one after the other until the lot
 * is open. A failure goes into `work.failure`, and ends the work of all accounts.
 */
export async function sendBatches(work: Work, sender: Sender, most: number, untilOpen = false): Promise<void> {
  const { registration, opened, queue } = work
  const turn = inTurns()
  const underWay = new Set<Promise<void>>()
  const handing: Promise<unknown>[] = []
  // what the registry has against all of it shows before anything is signed
  let careful = true
  let [room, inPool, settled] = [most, 0, 0]

  /** A pool that takes no more has room for those that it holds; slowly more are tried again. */
  const onHanded = ({ handing }: Submitted) => {
    if (handing === 'full') [room, settled] = [Math.max(1, inPool), 0]
    inPool++
  }
  const onSettled = () => {
    inPool--
    if (++settled > 2 * room) [room, settled] = [Math.min(room + 1, most), 0]
  }

  const settle = async (batch: Batch, keyIds: readonly Hex[], submitted: Promise<Submitted>, earlier: string | undefined) => {
    try {
      const { id } = await submitted
      // the nonces' order is the blocks' order: a node is asked for the oldest alone
      const sent = await turn(async () => (work.failure === undefined ? sender.settle(id) : undefined)).finally(onSettled)
      if (sent !== undefined) await tellBatch(work, batch, keyIds, sent.receipt, true)
    } catch (error) {
      careful = true
      // what the registry had against it in an earlier call, a quota that was used up, it may have no more; another process may have sent it again by now
      if (earlier !== undefined && opened.sendOf(batch)?.id !== earlier) queue.unshift(batch)
      else if (!(error instanceof Problem && error.code === 'transaction_reverted') || work.estimates) {
        await putAside(work, sender, batch, keyIds, error)
      } else {
        work.estimates = true
        queue.unshift(batch)
      }
    }
  }

  const begin = async (batch: Batch) => {
    const keyIds = keysAt(registration.keys, batch.ranges)
    const earlier = opened.sendOf(batch)
    if (earlier === undefined && careful) {
      if (!(await isWorthwhile(work, sender, batch, keyIds))) return
      careful = false
    }
    const submitted =
      earlier === undefined ? submitBatch(work, sender, batch, keyIds) : Promise.resolve<Submitted>({ id: earlier.id, handing: 'handed' })
    handing.push(submitted.then(onHanded, () => undefined))
    const task = settle(batch, keyIds, submitted, earlier?.id)
      .catch((error: unknown) => void (work.failure ??= error))
      .finally(() => underWay.delete(task))
    underWay.add(task)
  }

  try {
    while (work.failure === undefined) {
      const isFull = underWay.size >= (untilOpen ? 1 : room) || (untilOpen && work.lot !== undefined)
      const batch = isFull ? undefined : takeBatch(work, sender)
      if (batch !== undefined) await begin(batch)
      else if (underWay.size > 0) await Promise.race(underWay)
      else return
      while (handing.length > ahead) await handing.shift()
    }
  } catch (error) {
    work.failure ??= error
  } finally {
    await Promise.all(handing)
  }
}

/** The next batch that no other account sends, claimed. */
function takeBatch({ queue, opened: { job, book, sendOf } }: Work, { address }: Sender): Batch | undefined {
  const isOpen = (batch: Batch) => batch.account === address || sendOf(batch) === undefined
  for (let index = queue.findIndex(isOpen); index >= 0; index = queue.findIndex(isOpen)) {
    const [batch] = queue.splice(index, 1) as [Batch]
    if (batch.account === address || book.claim(job.id, batch.number, address, batch.account)) return { ...batch, account: address }
    // another process was faster
    const now = book.batches(job.id).find(({ number }) => number === batch.number)
    if (now?.state === 'planned') queue.push(now)
  }
  return undefined
}

async function submitBatch(
  { registry, registration, opened, lot, estimates }: Work,
  sender: Sender,
  batch: Batch,
  keyIds: readonly Hex[],
): Promise<Submitted> {
  const call = createKeys(registry.deployment.contracts, registration.processId, lot, keyIds)
  const gas = estimates ? undefined : gasToCreate(keyIds.length)
  return sender.submit({ id: opened.nextId(batch, sender), ...call, gas })
}

/** Whether the batch would make keys: no transaction is needed for what stands already, or for finding out what the registry refuses. */
async function isWorthwhile(work: Work, sender: Sender, batch: Batch, keyIds: readonly Hex[]): Promise<boolean> {
  const { registry, registration, opened, tally } = work
  try {
    if (await wouldCreate(registry, sender.address, registration.processId, work.lot, keyIds)) return true
    opened.book.stood(opened.job.id, batch.number)
    tally.stood(countOf(batch.ranges))
  } catch (error) {
    await putAside(work, sender, batch, keyIds, error)
  }
  return false
}

/** Of a batch that was refused; what is left of it is sent next. @throws where the fault is none of the keys */
async function putAside(work: Work, sender: Sender, batch: Batch, keyIds: readonly Hex[], error: unknown): Promise<void> {
  if (!(error instanceof Problem)) throw error
  const { registry, registration, opened, tally, queue } = work
  const { processId } = registration
  const placed = positionsOf(batch.ranges).map((position, index) => ({ position, keyId: keyIds[index] as Hex }))
  const retry = async (left: readonly Hex[]) => {
    try {
      await wouldCreate(registry, sender.address, processId, work.lot, left)
      return undefined
    } catch (again) {
      if (again instanceof Problem) return again
      throw again
    }
  }
  const { refusals, pieces } = await siftBatch(registry, processId, placed, error, retry)
  const parts = opened.book.split(opened.job.id, batch.number, pieces, refusals)
  if (parts === undefined) return
  tally.refused(refusals)
  queue.unshift(...parts)
}

import type { Hex } from '../../domain/fields.ts'
import { keysPerCall } from '../calls/key-calls.ts'
import { readHeight } from '../reads/block.ts'
import type { ChainRegistry } from '../registry.ts'
import type { Sender } from '../sender.ts'
import { jobBook, type Batch, type Job, type JobBook, type JobName } from './job-book.ts'
import { piecesOf, rangesOf } from './ranges.ts'
import type { Registration } from './registration.ts'
import { voidedSince } from './voided-since.ts'

export type OpenJob = {
  readonly job: Job
  readonly book: JobBook
  readonly batches: readonly Batch[]
  /** What became of the batch's transaction; undefined when there is none, or none that counts. */
  sendOf(batch: Batch): BatchSend | undefined
  /** Id of the batch's next transaction from this account. */
  nextId(batch: Batch, sender: Sender): string
}

/** `hash`: of the one that is mined. */
export type BatchSend = { readonly id: string; readonly state: 'pending' | 'mined'; readonly hash: Hex | null }

/** Finds the job of an earlier call with the same list, and plans anew what was made void since; or writes a new one down. */
export async function openJob(
  registry: ChainRegistry,
  senders: readonly [Sender, ...Sender[]],
  { processId, lotId, keys }: Registration,
): Promise<OpenJob> {
  const [{ journal, chain }] = senders
  if (senders.some((other) => other.journal !== journal)) throw new TypeError('the senders of a call have one journal')
  const accounts = senders.map(({ address }) => address)
  const book = jobBook(journal.database)
  const name: JobName = {
    chain,
    registry: registry.deployment.contracts.KeyRegistry.address,
    processId,
    askedLot: lotId,
    digest: keys.digest,
  }

  const idOf = (job: Job, { number }: Batch, attempt: number) => `register:${job.id}:${number}:${attempt}`
  /** The first id under which nothing was reverted. */
  const latest = (job: Job, batch: Batch, account: Sender['address']) => {
    for (let attempt = 0; ; attempt++) {
      const id = idOf(job, batch, attempt)
      const send = journal.find(chain, account, id)
      if (send?.state !== 'reverted') return { id, state: send?.state, hash: send?.hash ?? null }
    }
  }
  const sendOf = (job: Job, batch: Batch) => {
    if (batch.account === null) return undefined
    const { id, state, hash } = latest(job, batch, batch.account)
    return state === 'pending' || state === 'mined' ? { id, state, hash } : undefined
  }
  const opened = (job: Job): OpenJob => ({
    job,
    book,
    batches: book.batches(job.id),
    sendOf: (batch) => sendOf(job, batch),
    nextId: (batch, sender) => latest(job, batch, sender.address).id,
  })

  const head = await readHeight(registry.client)
  const known = book.find(name, accounts)
  if (known === undefined) {
    const job = book.create(name, accounts, head, piecesOf([[0, keys.count]], keysPerCall))
    book.join(job.id, accounts)
    return opened(job)
  }
  book.join(known.id, accounts)
  // a node that is some blocks behind the one of before
  if (head < known.seenBlock) return opened(known)
  const voided = await voidedSince(registry, known.seenBlock, head)
  if (voided.size === 0) return opened(book.plan(known, head, [], false))

  const unsettled = book.batches(known.id).filter((batch) => batch.state === 'planned' && sendOf(known, batch)?.state !== 'mined')
  // what has a transaction may have been registered, made void, and not heard of: once more does no harm
  const ranges = unsettled.filter((batch) => sendOf(known, batch) === undefined).flatMap((batch) => batch.ranges)
  const isUnderWay = (position: number) => ranges.some(([first, count]) => position >= first && position < first + count)
  const again = positionsAmong(keys, voided).filter((position) => !isUnderWay(position))
  const newLot = lotId === undefined && unsettled.length === 0
  return opened(book.plan(known, head, piecesOf(rangesOf(again), keysPerCall), newLot))
}

const keysAtOnce = 10_000

function positionsAmong(keys: Registration['keys'], wanted: ReadonlySet<string>): number[] {
  const found: number[] = []
  for (let first = 0; first < keys.count; first += keysAtOnce) {
    for (const [index, keyId] of keys.slice(first, keysAtOnce).entries()) if (wanted.has(keyId)) found.push(first + index)
  }
  return found
}

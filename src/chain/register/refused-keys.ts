import type { Hex } from '../../domain/fields.ts'
import type { Problem } from '../../domain/problem.ts'
import { readKeyRecords } from '../reads/key.ts'
import type { ChainRegistry } from '../registry.ts'
import type { Refusal } from './job-book.ts'
import { piecesOf, rangesOf, type Ranges } from './ranges.ts'

/** What becomes of a batch that the registry does not take: keys put aside, and the others in new batches. */
export type Sifted = { readonly refusals: readonly Refusal[]; readonly pieces: readonly Ranges[] }

/** A key of a batch and its position in the list. */
export type Placed = { readonly keyId: Hex; readonly position: number }

/** Keys that are found by asking again without the one that was named; with more of them, every key of the batch is looked up. */
const namedOneByOne = 5

/**
 * The registry names one key of another process at a time: without a transaction it is asked for the next. Where it names none, the batch
 * is halved, until the keys at fault are alone.
 * @param retry asks the registry about the keys that are left: what it has against them
 * @throws Problem itself, where the fault is none of the keys
 */
export async function siftBatch(
  registry: ChainRegistry,
  processId: string,
  batch: readonly Placed[],
  problem: Problem,
  retry: (keyIds: readonly Hex[]) => Promise<Problem | undefined>,
): Promise<Sifted> {
  if (!['key_taken', 'key_id_zero', 'transaction_reverted'].includes(problem.code)) throw problem
  const aside = new Map<Hex, string>()
  const left = () => batch.filter(({ keyId }) => !aside.has(keyId))
  for (let next: Problem | undefined = problem; next?.code === 'key_taken' && left().length > 0;) {
    const named = batch.find(({ keyId }) => next?.message.startsWith(keyId))
    if (named === undefined || aside.has(named.keyId)) break
    aside.set(named.keyId, next.message)
    if (aside.size === namedOneByOne) {
      for (const [keyId, process] of await ofOtherProcesses(registry, processId, left())) {
        aside.set(keyId, `${keyId} is registered under process ${process}`)
      }
    }
    if (left().length === 0) break
    next = await retry(left().map(({ keyId }) => keyId))
  }
  const [only] = batch
  if (aside.size === 0 && batch.length === 1 && only !== undefined) aside.set(only.keyId, problem.message)
  const rest = rangesOf(left().map(({ position }) => position))
  return {
    refusals: batch.flatMap(({ keyId, position }) => {
      const detail = aside.get(keyId)
      return detail === undefined ? [] : [{ position, code: problem.code, detail }]
    }),
    pieces: aside.size > 0 ? piecesOf(rest, batch.length) : piecesOf(rest, Math.ceil(batch.length / 2)),
  }
}

/** Keys that other processes have, each with its process. */
async function ofOtherProcesses(registry: ChainRegistry, processId: string, keys: readonly Placed[]): Promise<Map<Hex, string>> {
  const ids = keys.map(({ keyId }) => keyId)
  const records = await readKeyRecords(registry, ids)
  const others = records.filter(({ process_id, status }) => process_id !== processId && status !== 'void')
  return new Map(others.map(({ key_id, process_id }) => [key_id as Hex, process_id]))
}

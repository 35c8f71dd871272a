import type { Hex } from '../../domain/fields.ts'
import type { Problem } from '../../domain/problem.ts'
import { readKeyRecords } from '../reads/key.ts'
import type { ChainRegistry } from '../registry.ts'
import type { Batch, Refusal } from './job-book.ts'
import { countOf, piecesOf, positionsOf, rangesOf, type Ranges } from './ranges.ts'

/** What becomes of a batch that the registry does not take: keys put aside, and the others in new batches. */
export type Sifted = { readonly refusals: readonly Refusal[]; readonly pieces: readonly Ranges[] }

/**
 * The registry names one key of another process, and every key of the batch is looked at, once: so a whole list of them costs no transaction a key.
 * Where it names none, the batch is halved, until the keys at fault are alone.
 * @throws Problem itself, where the fault is none of the keys
 */
export async function siftBatch(
  registry: ChainRegistry,
  processId: string,
  { ranges }: Pick<Batch, 'ranges'>,
  keyIds: readonly Hex[],
  problem: Problem,
): Promise<Sifted> {
  const { code, message: detail } = problem
  if (!['key_taken', 'key_id_zero', 'transaction_reverted'].includes(code)) throw problem
  const positions = positionsOf(ranges)
  const aside = new Map<number, string>()
  if (code === 'key_taken') {
    const taken = await ofOtherProcesses(registry, processId, keyIds)
    for (const [index, position] of positions.entries()) {
      const process = taken.get(keyIds[index] as Hex)
      if (process !== undefined) aside.set(position, `${keyIds[index]} is registered under process ${process}`)
    }
  }
  if (aside.size === 0) {
    const [only] = positions
    if (positions.length === 1 && only !== undefined) aside.set(only, detail)
    else return { refusals: [], pieces: piecesOf(ranges, Math.ceil(countOf(ranges) / 2)) }
  }
  const rest = rangesOf(positions.filter((position) => !aside.has(position)))
  return {
    refusals: [...aside].map(([position, why]) => ({ position, code, detail: why })),
    pieces: rest.length === 0 ? [] : [rest],
  }
}

/** Keys that other processes have, each with its process. */
async function ofOtherProcesses(registry: ChainRegistry, processId: string, keyIds: readonly Hex[]): Promise<Map<Hex, string>> {
  const records = await readKeyRecords(registry, keyIds)
  const others = records.filter(({ process_id, status }) => process_id !== processId && status !== 'void')
  return new Map(others.map(({ key_id, process_id }) => [key_id as Hex, process_id]))
}

import { setTimeout as pause } from 'node:timers/promises'
import { toTime } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { AsOf } from '../../domain/records.ts'
import type { IndexPosition, IndexReader } from '../index/index-reader.ts'
import type { ReadAt } from '../registry.ts'
import { requireFresh } from './fresh.ts'

const pauseMs = 10

/**
 * Of which block an answer of the index is, when it has come as far as is wanted.
 * @throws Problem `index_stale`, `index_empty`, `block_not_reached`; `invalid_input` for a block before the registry
 */
export async function waitForIndex(
  reader: IndexReader,
  { min_block = 0, as_of, patienceMs = 10_000 }: ReadAt,
  maxAgeSeconds: number,
): Promise<AsOf> {
  const wanted = Math.max(min_block, as_of ?? 0)
  const deadline = performance.now() + patienceMs
  for (;;) {
    const position = requireFresh(reader.position(), maxAgeSeconds)
    if (position.block >= wanted) return as_of === undefined ? asOf(position) : asOfEarlier(reader, as_of)
    if (performance.now() > deadline) {
      const field = (as_of ?? 0) > min_block ? 'as_of' : 'min_block'
      throw new Problem('block_not_reached', { field, detail: `the index is at block ${position.block}, ${wanted} is wanted` })
    }
    await pause(pauseMs)
  }
}

const asOf = ({ block, time }: IndexPosition): AsOf => ({ block, time: toTime(time) })

function asOfEarlier(reader: IndexReader, block: number): AsOf {
  try {
    return reader.asOf(block)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'index_empty') throw error
    throw new Problem('invalid_input', { field: 'as_of', detail: `the registry was not there in block ${block}`, cause: error })
  }
}

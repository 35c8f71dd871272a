import { keyBatches } from '../../src/chain/calls/key-batches.ts'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { Output } from '../output.ts'
import { startProgress } from '../progress.ts'
import type { Acting, Written } from '../registry-command.ts'

/** One transaction of each batch; what was sent stays when a later one is refused, and is told. @throws Problem */
export async function sendBatches(
  { act }: Acting,
  output: Output,
  keyIds: readonly Hex[],
  call: (batch: readonly Hex[]) => ContractCall,
): Promise<Written[]> {
  const progress = startProgress(keyIds.length, 'keys')
  const written: Written[] = []
  let done = 0
  try {
    for (const batch of keyBatches(keyIds)) {
      written.push(await act(call(batch)))
      progress.update((done += batch.length))
    }
  } catch (error) {
    if (done > 0) output.note(`${done} of ${keyIds.length} keys are done, in ${written.length} transactions; the others are as they were`)
    throw error
  } finally {
    progress.stop()
  }
  return written
}

/** `1 key`, `2 keys` */
export const countOf = (count: number) => `${count} ${count === 1 ? 'key' : 'keys'}`

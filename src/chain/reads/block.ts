import { setTimeout as pause } from 'node:timers/promises'
import { toTime } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { AsOf } from '../../domain/records.ts'
import { ask } from '../chain-problem.ts'
import type { Client } from '../client.ts'

/** The newest block, or block `block`. */
export async function readBlock(client: Client, block?: number): Promise<AsOf> {
  const { number, timestamp } = await ask(() => client.getBlock(block === undefined ? {} : { blockNumber: BigInt(block) }))
  return { block: Number(number), time: toTime(timestamp) }
}

/**
 * The newest block once it is at least `minBlock`.
 * @throws Problem `block_not_reached` when that takes longer than `timeoutMs`
 */
export async function waitForBlock(client: Client, minBlock: number, timeoutMs = 10_000): Promise<AsOf> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const head = await readBlock(client)
    if (head.block >= minBlock) return head
    if (Date.now() > deadline) {
      throw new Problem('block_not_reached', { field: 'min_block', detail: `the node is at block ${head.block}, ${minBlock} is wanted` })
    }
    await pause(100)
  }
}

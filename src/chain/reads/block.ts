import { setTimeout as pause } from 'node:timers/promises'
import { toTime } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { AsOf } from '../../domain/records.ts'
import { ask } from '../chain-problem.ts'
import type { Client } from '../client.ts'

/** Last second that RFC 3339 can write: 9999-12-31T23:59:59Z. */
const lastSecond = 253_402_300_799n

/** The newest block, or block `block`. @throws Problem `chain_nonsense` where the node's block has no number or no time, and others */
export async function readBlock(client: Client, block?: number): Promise<AsOf> {
  const answer: Answer = await ask(() => client.getBlock(block === undefined ? {} : { blockNumber: BigInt(block) }))
  const { number, timestamp } = answer
  if (typeof number !== 'bigint' || typeof timestamp !== 'bigint' || timestamp > lastSecond) {
    throw new Problem('chain_nonsense', {
      detail: `block ${block ?? 'latest'} has the number ${String(number)} and the time ${String(timestamp)}`,
    })
  }
  return { block: Number(number), time: toTime(timestamp) }
}

/** The number of the newest block: what is asked many times a second. @throws Problem `chain_nonsense`, and others */
export async function readHeight(client: Client): Promise<number> {
  const height = Number(await ask(() => client.getBlockNumber({ cacheTime: 0 })))
  if (!Number.isSafeInteger(height)) throw new Problem('chain_nonsense', { detail: `the newest block has the number ${height}` })
  return height
}

/** viem hands on what a node leaves out. */
type Answer = { readonly number?: bigint | null; readonly timestamp?: bigint | null }

/**
 * The newest block once it is at least `minBlock`.
 * @throws Problem `block_not_reached` when that takes longer than `timeoutMs`
 */
export async function waitForBlock(client: Client, minBlock: number, timeoutMs = 10_000): Promise<AsOf> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const head = await readBlock(client)
    if (head.block >= minBlock) return head
    if (performance.now() > deadline) {
      throw new Problem('block_not_reached', { field: 'min_block', detail: `the node is at block ${head.block}, ${minBlock} is wanted` })
    }
    await pause(100)
  }
}

import { ask } from '../chain-problem.ts'
import type { Client } from '../client.ts'

/** Number of the first block from `from` to `to` whose time is `time` (seconds) or later; `to` + 1 where there is none. */
export async function firstBlockAt(client: Client, time: number, from: number, to: number): Promise<number> {
  let [low, high] = [from, to + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const { timestamp } = await ask(() => client.getBlock({ blockNumber: BigInt(middle) }))
    if (Number(timestamp) < time) low = middle + 1
    else high = middle
  }
  return low
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Hex } from '../../src/domain/fields.ts'
import type { BesuNode } from './besu-node.ts'
import { sealersOf } from './seals.ts'
import { until } from './until.ts'

/** A machine that has other work to do takes its time. */
const longMs = 900_000

/** How many blocks a node gets in so many seconds. */
export async function blocksWithin(node: BesuNode, seconds: number): Promise<number> {
  const before = await node.height()
  await pause(seconds * 1000)
  return (await node.height()) - before
}

/** The first block after `from` that `account` sealed. @returns its number */
export async function sealedBy(node: BesuNode, account: Hex, from: number): Promise<number> {
  let next = from
  return until(`a block sealed by ${account}`, longMs, async () => {
    const height = await node.height()
    for (; next <= height; next++) if ((await sealersOf(await node.block(next))).includes(account)) return next
    return undefined
  })
}

/** The longest time between two blocks that follow each other, from block `from` to block `to`, in seconds by their timestamps. */
export async function longestPause(node: BesuNode, from: number, to: number): Promise<number> {
  let [longest, last] = [0, Number((await node.block(from)).timestamp)]
  for (let number = from + 1; number <= to; number++) {
    const time = Number((await node.block(number)).timestamp)
    longest = Math.max(longest, time - last)
    last = time
  }
  return longest
}

/** Validators of the block after `number`; where that is the first of a transition, still those of the contract before it. */
export async function validatorsAfter(node: BesuNode, number: number): Promise<Hex[]> {
  return (await node.rpc({ method: 'qbft_getValidatorsByBlockNumber', params: [`0x${number.toString(16)}`] })) as Hex[]
}

/** Waits until a node has the blocks of another, the same ones. @returns the height at which they agree */
export async function agreeing(node: BesuNode, other: BesuNode): Promise<number> {
  return until(`${node.name} has caught up with ${other.name}`, longMs, async () => {
    const height = await other.height()
    if ((await node.height()) < height - 1) return undefined
    const [one, two] = [await node.block(height - 1), await other.block(height - 1)]
    if (one.hash !== two.hash) throw new Error(`block ${height - 1} of ${node.name} is another than that of ${other.name}`)
    return height - 1
  })
}

/** Where all of them stand, once no block comes any more: at two looks ten seconds apart. */
export async function commonHeight(nodes: readonly BesuNode[]): Promise<number> {
  let before: number[] = []
  return until(
    'all at one height',
    longMs,
    async () => {
      const heights = await Promise.all(nodes.map((node) => node.height()))
      const still = heights.every((height, index) => height === heights[0] && height === before[index])
      before = heights
      return still ? heights[0] : undefined
    },
    10_000,
  )
}

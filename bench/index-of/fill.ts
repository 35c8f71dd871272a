import { randomBytes } from 'node:crypto'
import type { FollowedWindow } from '../../src/chain/follow/window.ts'
import { openIndex, type Index } from '../../src/oracle/index/open-index.ts'
import { keysCreated, syntheticDeployment, syntheticGenesis, windowOf } from '../../test/support/synthetic-registry.ts'

/** As chain and follower give them: 500 keys a transaction, 8 a block, some 8 MiB of data a window. */
export const keysPerBatch = 500
const batchesPerBlock = 8
export const keysPerWindow = 128_000

/** A lot that one day's production fills. */
const batchesPerLot = 20

/** The synthetic registry's block 0. */
export function beginIndex(file: string): Index {
  const index = openIndex(file, syntheticDeployment)
  const { genesis, block } = syntheticGenesis()
  index.begin(genesis, block)
  return index
}

/** The window behind block `from - 1`, with keys that nobody has seen. @param firstBatch counted over all windows */
export function windowOfKeys(from: number, firstBatch: number, keys: number): FollowedWindow {
  const blocks: Parameters<typeof windowOf>[1][number][] = []
  const batches = keys / keysPerBatch
  for (let done = 0; done < batches; done += batchesPerBlock) {
    const count = Math.min(batchesPerBlock, batches - done)
    const lotOf = (batch: number) => 1 + Math.floor((firstBatch + batch) / batchesPerLot)
    blocks.push(Array.from({ length: count }, (_, index) => keysCreated(lotOf(done + index), randomBytes(32 * keysPerBatch))))
  }
  return windowOf(from, blocks)
}

/** Appends windows until there are so many keys, as an index catches up. @param onWindow told how many there are now, and how long the window took in milliseconds */
export function fill(index: Index, keys: number, onWindow?: (done: number, took: number) => void): void {
  const head = Math.ceil(keys / keysPerBatch / batchesPerBlock)
  for (let done = 0; done < keys;) {
    const count = Math.min(keysPerWindow, keys - done)
    const window = windowOfKeys((index.position()?.block ?? 0) + 1, done / keysPerBatch, count)
    const began = performance.now()
    index.append({ ...window, head })
    done += count
    onWindow?.(done, performance.now() - began)
  }
  index.confirm(head, Date.now())
}

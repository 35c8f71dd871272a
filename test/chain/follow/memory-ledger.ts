import type { FollowedBlock, FollowedLedger, FollowedLog, FollowedWindow } from '../../../src/chain/follow/window.ts'

export type MemoryLedger = FollowedLedger & {
  readonly windows: FollowedWindow[]
  logs(): FollowedLog[]
  readonly confirmed: { head: number; at: number }[]
}

/** A ledger in memory, which takes no window that does not continue it. */
export function memoryLedger(): MemoryLedger {
  let blocks: FollowedBlock[] = []
  let windows: FollowedWindow[] = []
  const confirmed: MemoryLedger['confirmed'] = []
  const last = () => blocks.at(-1)
  return {
    get windows() {
      return windows
    },
    confirmed,
    logs: () => windows.flatMap(({ logs }) => logs),
    position: () => {
      const block = last()
      return block && { block: block.number, hash: block.hash }
    },
    keptBlocks: (limit, before = Infinity) =>
      blocks
        .filter(({ number }) => number < before)
        .slice(-limit)
        .toReversed(),
    begin: (_genesis, block) => {
      if (blocks.length > 0) throw new Error('begun twice')
      blocks.push(block)
    },
    append: (window) => {
      if (window.from !== (last()?.number ?? NaN) + 1) throw new Error(`block ${window.from} follows ${last()?.number}`)
      if (window.blocks.at(-1)?.number !== window.to || window.to > window.head) throw new Error(`a window ends at ${window.to}`)
      const hashes = new Map(window.blocks.map(({ number, hash }) => [number, hash]))
      for (const log of window.logs) if (hashes.get(Number(log.blockNumber)) !== log.blockHash) throw new Error('a log of no block')
      windows.push(window)
      blocks.push(...window.blocks)
    },
    rollBack: (to) => {
      if (!blocks.some(({ number }) => number === to)) throw new Error(`block ${to} is not kept`)
      blocks = blocks.filter(({ number }) => number <= to)
      windows = windows.flatMap((window) => {
        if (window.from > to) return []
        const kept = window.blocks.filter(({ number }) => number <= to)
        return [{ ...window, to: Math.min(window.to, to), blocks: kept, logs: window.logs.filter((log) => Number(log.blockNumber) <= to) }]
      })
    },
    confirm: (head, at) => void confirmed.push({ head, at }),
  }
}

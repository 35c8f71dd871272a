import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { Agreed, Endpoints } from './endpoints.ts'
import { readRange } from './read-range.ts'
import type { FollowedBlock, FollowedLog, FollowedWindow } from './window.ts'

/** Nodes refuse to look through more blocks at once (Besu: `rpc-max-logs-range`). */
const mostBlocks = 5000

/** What one window should come to, in characters of its logs' data: enough to be quick, little enough for a flat memory. */
const wantedData = 8 * 1024 * 1024

/** How many blocks are asked for at once. Outlives the windows, for the chain is as dense behind the last one as it was before. */
export type Span = { blocks: number }
export const firstSpan = (): Span => ({ blocks: 500 })

/** Where the next window begins: `hash` is that of the block before it. */
export type WindowStart = { readonly block: number; readonly hash: Hex }

/**
 * The windows behind `start` up to the head on which the endpoints agree; the next one is read while the one before is worked on.
 * @throws Problem `chain_nonsense`, `chain_disagrees` and those of `ask`
 */
export async function* readWindows(
  endpoints: Endpoints,
  agreed: Agreed,
  addresses: readonly Hex[],
  start: WindowStart,
  span: Span,
): AsyncGenerator<FollowedWindow> {
  const read = (behind: WindowStart) => {
    const window = readWindow(endpoints, agreed, addresses, behind, span)
    // whoever waits for it is told; until then it is nobody's failure
    window.catch(() => undefined)
    return window
  }
  let next = start.block < agreed.head.number ? read(start) : undefined
  while (next !== undefined) {
    const window = await next
    const { number, hash } = window.blocks.at(-1) as FollowedBlock
    next = number < agreed.head.number ? read({ block: number, hash }) : undefined
    yield window
  }
}

async function readWindow(
  endpoints: Endpoints,
  agreed: Agreed,
  addresses: readonly Hex[],
  start: WindowStart,
  span: Span,
): Promise<FollowedWindow> {
  const from = start.block + 1
  for (;;) {
    const to = Math.min(from + span.blocks - 1, agreed.head.number)
    const found = await readRange(endpoints, agreed.believed, { addresses, from, to })
    if (found === 'too much') {
      span.blocks = Math.ceil((to - from + 1) / 2)
      continue
    }
    adjust(span, found.logs)
    const first = found.blocks[0] as FollowedBlock
    if (first.parent_hash !== start.hash) {
      throw new Problem('chain_nonsense', {
        detail: `block ${from} follows ${first.parent_hash}, and block ${start.block} is ${start.hash}`,
      })
    }
    const end = found.blocks.at(-1) as FollowedBlock
    if (to === agreed.head.number && end.hash !== agreed.head.hash) {
      throw new Problem('chain_nonsense', { detail: `block ${to} is ${end.hash} now, a moment ago it was ${agreed.head.hash}` })
    }
    const withLogs = new Set(found.logs.map(({ blockNumber }) => Number(blockNumber))).add(to)
    return { from, to, head: agreed.head.number, blocks: found.blocks.filter(({ number }) => withLogs.has(number)), logs: found.logs }
  }
}

function adjust(span: Span, logs: readonly FollowedLog[]): void {
  const data = logs.reduce((sum, log) => sum + log.data.length, 0)
  if (data > wantedData) span.blocks = Math.max(1, Math.floor((span.blocks * wantedData) / data))
  else if (data < wantedData / 2) span.blocks = Math.min(mostBlocks, span.blocks * 2)
}

import { addKeys, concernedBy, keysOfLine } from '../../chain/key-changes.ts'
import type { KeyStatusChange } from '../../domain/key-status-source.ts'
import type { IndexedContract } from './contracts.ts'
import type { Lines } from './line.ts'
import { endOf } from './place.ts'
import type { Tables } from './tables.ts'

/** More events than this are no list of keys any more. */
const mostEvents = 2000

/** Contracts by whose events nobody decides on a key. */
const silent: ReadonlySet<IndexedContract> = new Set(['DocumentRegistry', 'SampleRegistry', 'Authority'])

/** What to decide again because of what came behind a block, with the meaning that src/chain/key-status-source.ts gives it. */
export function changesSince({ events, position }: Tables, lines: Lines, block: number): KeyStatusChange[] {
  const now = position()
  if (now === undefined || block >= now.block) return []
  const behind = events.between(endOf(block), endOf(now.block), mostEvents + 1)
  if (behind.length > mostEvents) return [{ kind: 'all', block: now.block }]
  const found: KeyStatusChange[] = []
  for (const { contract, event } of behind) {
    if (silent.has(contract)) continue
    const at = Number(event.blockNumber)
    const concerned = concernedBy(event)
    if (concerned?.kind === 'all') found.push({ kind: 'all', block: at })
    else if (concerned?.kind === 'keys') addKeys(found, concerned.key_ids, at)
    else if (concerned?.kind === 'line') addKeys(found, keysOfLine(concerned, lines.links(concerned.key_id)), at)
  }
  return found
}

import { readGoverned } from '../../src/chain/motions/read-governed.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { afterCalls, touchesCaps } from '../../src/domain/motions/after-calls.ts'
import { capStanding, type CapStanding, type Counted } from '../../src/domain/motions/governed.ts'
import type { DecodedCall } from '../../src/domain/motions/motion-record.ts'
import { table } from '../output.ts'

/** How seats and nodes stand against their caps: now, and after a motion. */
export type Caps = { readonly now: CapStanding; readonly after: CapStanding }

/** null where the calls change nothing that the caps are counted on. */
export async function capsOf(registry: ChainRegistry, calls: readonly DecodedCall[]): Promise<Caps | null> {
  if (!touchesCaps(calls)) return null
  const governed = await readGoverned(registry)
  return { now: capStanding(governed), after: capStanding(afterCalls(governed, calls)) }
}

const rows: readonly (readonly [string, (standing: CapStanding) => Counted | number])[] = [
  ['seats', ({ seats }) => seats.size],
  ['votes that an ordinary motion needs', ({ seats }) => seats.needed.ordinary],
  ['votes that one on the constitution needs', ({ seats }) => seats.needed.constitution],
  ['foreign seats', ({ seats }) => seats.foreign],
  ['seats of one segment', ({ seats }) => seats.segment],
  ['validators', ({ nodes }) => nodes.size],
  ['foreign validators', ({ nodes }) => nodes.foreign],
  ['validators of one segment', ({ nodes }) => nodes.segment],
  ['validators of one group', ({ nodes }) => nodes.group],
]

const shown = (value: Counted | number): string => {
  if (typeof value === 'number') return String(value)
  return value.name === null
    ? String(value.count)
    : `${value.count} (${value.name.startsWith('0x') ? value.name.slice(0, 10) : value.name})`
}

/** A table of both, or of what is now; what is above a cap is named. */
export function linesOfCaps({ now, after }: Pick<Caps, 'now'> & Partial<Caps>): string[] {
  const lines = rows.map(([what, of]) => {
    const judged = of(after ?? now)
    const cap = typeof judged === 'number' ? {} : { 'at most': String(judged.most), cap: verdictOf(judged) }
    return { what, now: shown(of(now)), after: shown(judged), ...cap }
  })
  return table(lines, ['what', 'now', ...(after === undefined ? [] : ['after']), 'at most', 'cap']).split('\n')
}

const verdictOf = ({ count, most }: Counted) => (count > most ? `broken: ${count - most} too many` : 'kept')

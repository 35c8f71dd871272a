import { leastNeeded, mostNodes, mostSeats } from '../caps.ts'
import type { MotionKind } from './motion-record.ts'

/** What the caps are counted on, of a seat and of a consensus node. `group` is the ultimate parent's, hashed. */
export type GovernedSeat = { readonly entity_id: string; readonly country: string; readonly segment: string; readonly group: string }
export type GovernedNode = {
  readonly account: string
  readonly state: 'standby' | 'active'
  readonly control_country: string
  readonly hosting_country: string
  readonly segment: string
  readonly group: string
}
export type Share = { readonly numerator: number; readonly denominator: number }

/** Everything that the caps of requirements 21 to 27 depend on. */
export type Governed = {
  readonly home_countries: readonly string[]
  readonly thresholds: Readonly<Record<MotionKind, Share>>
  readonly seats: readonly GovernedSeat[]
  readonly nodes: readonly GovernedNode[]
}

/** A count against its cap: `count` of at most `most`; `name` is the segment or group with the most, null for foreigners. */
export type Counted = { readonly count: number; readonly most: number; readonly name: string | null }

/** How seats and nodes stand against their caps. */
export type CapStanding = {
  readonly seats: {
    readonly size: number
    readonly needed: Readonly<Record<MotionKind, number>>
    readonly foreign: Counted
    readonly segment: Counted
  }
  readonly nodes: { readonly size: number; readonly foreign: Counted; readonly segment: Counted; readonly group: Counted }
}

/** Votes for that a motion needs: the kind's own least, or the threshold's share of all seats, rounded up. */
function neededVotes(kind: MotionKind, seats: number, { numerator, denominator }: Share): number {
  return Math.max(leastNeeded[kind](seats), Math.ceil((seats * numerator) / denominator))
}

export function capStanding({ home_countries, thresholds, seats, nodes }: Governed): CapStanding {
  const needed = {
    ordinary: neededVotes('ordinary', seats.length, thresholds.ordinary),
    constitution: neededVotes('constitution', seats.length, thresholds.constitution),
  }
  const abroad = (country: string) => !home_countries.includes(country)
  const active = nodes.filter(({ state }) => state === 'active')
  const [ofSeats, ofNodes] = [mostSeats(needed.ordinary), mostNodes(active.length)]
  const foreign = active.filter(({ control_country, hosting_country }) => abroad(control_country) || abroad(hosting_country))
  return {
    seats: {
      size: seats.length,
      needed,
      foreign: { count: seats.filter(({ country }) => abroad(country)).length, most: ofSeats, name: null },
      segment: largest(
        seats.map(({ segment }) => segment),
        ofSeats,
      ),
    },
    nodes: {
      size: active.length,
      foreign: { count: foreign.length, most: ofNodes, name: null },
      segment: largest(
        active.map(({ segment }) => segment),
        ofNodes,
      ),
      group: largest(
        active.map(({ group }) => group),
        ofNodes,
      ),
    },
  }
}

function largest(names: readonly string[], most: number): Counted {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const [name = null, count = 0] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? []
  return { count, most, name }
}

import type { Fault } from '../parse-input.ts'
import { leastNeeded, mostSeats } from '../caps.ts'
import { faultOfCap } from './fault-of-cap.ts'
import { groupOf } from './group-of.ts'
import type { LooseConsortium } from './loose-consortium.ts'
import { repeated } from './repeated.ts'

/** Of all `seats`, those of each segment and those from outside the home countries are too few to pass an ordinary motion (26, 27). */
export function faultsOfSeats({ entities, seats, segments, home_countries }: LooseConsortium): Fault[] {
  const held = seats.map((seat, index) => {
    const entity = entities.find(({ entity_id }) => entity_id === seat.entity_id && entity_id !== '')
    return { ...seat, field: `seats[${index}]`, entity }
  })
  const needed = leastNeeded.ordinary(seats.length)
  const cap = (what: string, group: readonly { field: string }[]): Fault[] =>
    faultOfCap('seats', group, seats.length, mostSeats(needed), (count, most) => {
      return `${count} of ${seats.length} are ${what}, at most ${most} may be: ${needed} pass an ordinary motion`
    })
  const unknown = held.filter(({ entity, entity_id }) => entity === undefined && entity_id !== '')
  const entitiesHeld = held.map(({ field, entity_id }) => ({ field: `${field}.entity_id`, value: entity_id }))
  const known = held.filter(({ entity_id }, index) => held.findIndex((other) => other.entity_id === entity_id) === index)
  const groups = known.map(({ field, entity }) => ({ field: `${field}.entity_id`, value: entity === undefined ? '' : groupOf(entity) }))
  return [
    ...unknown.map(({ field, entity_id }) => ({ field: `${field}.entity_id`, detail: `${entity_id} is none of the entities` })),
    ...repeated(entitiesHeld, (value, first) => `${value} has a seat at ${first} already`),
    ...repeated(groups, (value, first) => `is of the group ${value}, which has a seat at ${first} already`),
    ...cap(
      'foreign',
      held.filter(({ entity }) => entity !== undefined && !home_countries.includes(entity.country)),
    ),
    ...segments.flatMap((segment) =>
      cap(
        `of the segment ${segment}`,
        held.filter((seat) => seat.segment === segment),
      ),
    ),
  ]
}

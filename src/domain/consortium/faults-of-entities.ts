import type { Fault } from '../parse-input.ts'
import { groupOf } from './group-of.ts'
import type { LooseConsortium } from './loose-consortium.ts'
import { repeated } from './repeated.ts'

/** Lists without repeats, groups named by their ultimate parent, one segment an entity, and documents that are told apart. */
export function faultsOfEntities(consortium: LooseConsortium): Fault[] {
  const { entities, home_countries, segments, documents } = consortium
  const at = (list: string, field: string, values: readonly string[]) =>
    values.map((value, index) => ({ field: `${list}[${index}]${field}`, value }))
  const again = (value: string, first: string) => `${value} stands at ${first} already`
  const versions = documents.map(({ kind, title, version }) => (title === '' ? '' : `${kind} ${JSON.stringify(title)} ${version}`))
  return [
    ...repeated(at('home_countries', '', home_countries), again),
    ...repeated(at('segments', '', segments), again),
    ...repeated(
      at(
        'entities',
        '.rlid',
        entities.map(({ rlid }) => rlid),
      ),
      again,
    ),
    ...repeated(
      at(
        'documents',
        '.sha256',
        documents.map(({ sha256 }) => sha256),
      ),
      again,
    ),
    ...repeated(at('documents', '.version', versions), again),
    ...faultsOfParents(consortium),
    ...faultsOfSegments(consortium),
  ]
}

/** A parent that is here and has a parent itself is not the ultimate one: caps are counted on that. */
function faultsOfParents({ entities }: LooseConsortium): Fault[] {
  return entities.flatMap(({ group }, index) => {
    const parent = entities.find(({ rlid }) => group !== '' && rlid === group)
    if (parent === undefined || groupOf(parent) === group) return []
    return [{ field: `entities[${index}].group`, detail: `${group} is of the group ${groupOf(parent)} itself: name the ultimate parent` }]
  })
}

/** With one segment on the board and another for its nodes, or one for each node, an entity would slip through the caps. */
function faultsOfSegments({ segments, seats, validators, standby }: LooseConsortium): Fault[] {
  const named = [
    ...seats.map(({ entity_id, segment }, index) => ({ field: `seats[${index}].segment`, entity: entity_id, segment })),
    ...validators.map(({ operator_id, segment }, index) => ({ field: `validators[${index}].segment`, entity: operator_id, segment })),
    ...standby.map(({ operator_id, segment }, index) => ({ field: `standby[${index}].segment`, entity: operator_id, segment })),
  ]
  return named.flatMap(({ field, entity, segment }) => {
    if (segment === '') return []
    if (!segments.includes(segment)) return [{ field, detail: `${segment} is none of the segments: ${segments.join(', ')}` }]
    const first = named.find((other) => other.entity === entity && other.entity !== '')
    if (first === undefined || first.segment === segment) return []
    return [{ field, detail: `${segment}, but ${first.segment} at ${first.field}: an entity is of one segment` }]
  })
}

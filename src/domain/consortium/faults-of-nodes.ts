import type { Fault } from '../parse-input.ts'
import { mostNodes } from '../caps.ts'
import { faultOfCap } from './fault-of-cap.ts'
import { groupOf } from './group-of.ts'
import type { LooseConsortium, LooseNode } from './loose-consortium.ts'
import { repeated } from './repeated.ts'

/** Of n validators, those that are foreign, of one segment, of one group of operators: 3 x count < n each (22, 23, 25). */
export function faultsOfNodes(consortium: LooseConsortium): Fault[] {
  const validators = describe(consortium, 'validators')
  const all = [...validators, ...describe(consortium, 'standby')]
  const size = validators.length
  const cap = (what: string, group: readonly { field: string }[]): Fault[] =>
    faultOfCap('validators', group, size, mostNodes(size), (count, most) => {
      return `${count} of ${size} are ${what}, at most ${most} may be: fewer than a third`
    })
  const groups = [...new Set(validators.flatMap(({ entity }) => (entity === undefined ? [] : [groupOf(entity)])))]
  return [
    ...all.flatMap(faultsOfOperator),
    ...repeated(
      all.map(({ field, node }) => ({ field: `${field}.enode`, value: keyOf(node) })),
      (_, first) => `has the key of ${first}: two nodes under one key count as one`,
    ),
    ...repeated(
      all.map(({ field, node }) => ({ field: `${field}.enode`, value: node.enode.split('@')[1] ?? '' })),
      (value, first) => `${value} is the address of ${first} too`,
    ),
    ...cap(
      'foreign, by operator or by place',
      validators.filter(({ foreign }) => foreign),
    ),
    ...consortium.segments.flatMap((segment) =>
      cap(
        `of the segment ${segment}`,
        validators.filter(({ node }) => node.segment === segment),
      ),
    ),
    ...groups.flatMap((group) =>
      cap(
        `operated by the group ${group}`,
        validators.filter(({ entity }) => entity !== undefined && groupOf(entity) === group),
      ),
    ),
  ]
}

type Described = ReturnType<typeof describe>[number]

function describe({ entities, home_countries, ...lists }: LooseConsortium, list: 'validators' | 'standby') {
  return lists[list].map((node, index) => {
    const entity = entities.find(({ entity_id }) => entity_id === node.operator_id && entity_id !== '')
    const places = [node.hosting_country, entity?.country ?? '']
    return { field: `${list}[${index}]`, node, entity, foreign: places.some((place) => place !== '' && !home_countries.includes(place)) }
  })
}

function faultsOfOperator({ field, node: { operator_id }, entity }: Described): Fault[] {
  if (operator_id === '') return []
  if (entity === undefined) return [{ field: `${field}.operator_id`, detail: `${operator_id} is none of the entities` }]
  if (entity.role.includes('node_operator')) return []
  return [{ field: `${field}.operator_id`, detail: `${operator_id} has not the role node_operator` }]
}

const keyOf = ({ enode }: LooseNode) => /^enode:\/\/([0-9a-f]+)@/.exec(enode)?.[1] ?? ''

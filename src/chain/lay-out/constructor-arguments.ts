import { stringToHex, type Hex } from 'viem'
import type { Consortium, ConsortiumEntity } from '../../domain/consortium.ts'
import { groupOf } from '../../domain/consortium/group-of.ts'
import { groupHashOf } from '../../domain/group-hash.ts'
import { toChainEntry, toChainSegment } from '../calls/node-entry.ts'

const countryBytes = (code: string): Hex => stringToHex(code, { size: 2 })

function entityOf({ entities }: Consortium, id: string): ConsortiumEntity {
  const entity = entities.find(({ entity_id }) => entity_id === id)
  if (entity === undefined) throw new RangeError(`${id} is no entity of the consortium, which was not checked`)
  return entity
}

/** IValidatorSet.NodeEntry[] */
export function nodeEntries(consortium: Consortium, list: 'validators' | 'standby') {
  return consortium[list].map((node) => {
    const operator = entityOf(consortium, node.operator_id)
    return toChainEntry({ ...node, group: groupHashOf(groupOf(operator)), control_country: operator.country })
  })
}

/** IBoard.SeatDetails[] */
export function seatDetails(consortium: Consortium) {
  return consortium.seats.map(({ entity_id, account, segment }) => {
    const entity = entityOf(consortium, entity_id)
    return {
      entityId: entity_id,
      account,
      country: countryBytes(entity.country),
      segment: toChainSegment(segment),
      group: groupHashOf(groupOf(entity)),
    }
  })
}

export const homeOf = ({ home_countries }: Consortium): Hex[] => home_countries.map(countryBytes)
export const segmentsOf = ({ segments }: Consortium): Hex[] => segments.map(toChainSegment)
export const breachTermOf = ({ breach_term_days }: Consortium): number => breach_term_days * 86_400

/** Every account that the description names, with its path. */
export function accountsOf({ entities, seats, validators, standby, staff }: Consortium): { field: string; account: string }[] {
  return [
    ...entities.map(({ entity_id }, index) => ({ field: `entities[${index}].entity_id`, account: entity_id })),
    ...seats.map(({ account }, index) => ({ field: `seats[${index}].account`, account })),
    ...validators.map((node, index) => ({ field: `validators[${index}].operator_account`, account: node.operator_account })),
    ...standby.map((node, index) => ({ field: `standby[${index}].operator_account`, account: node.operator_account })),
    ...Object.entries(staff).map(([role, account]) => ({ field: `staff.${role}`, account })),
  ]
}

import type { Fault } from '../parse-input.ts'
import type { LooseConsortium } from './loose-consortium.ts'
import { repeated } from './repeated.ts'

/**
 * One account, one use: a seat's is apart from the controllers of entities (the registrar can replace those) and from the staff's (who
 * judges is not whom it reports to). An operator's account may be its entity's, and serve several of its nodes.
 */
export function faultsOfAccounts({ entities, seats, staff, validators, standby }: LooseConsortium): Fault[] {
  const owned = [
    ...entities.map(({ entity_id }, index) => ({ field: `entities[${index}].entity_id`, value: entity_id })),
    ...seats.map(({ account }, index) => ({ field: `seats[${index}].account`, value: account })),
    ...Object.entries(staff).map(([role, value]) => ({ field: `staff.${role}`, value })),
  ]
  const nodes = [
    ...validators.map((node, index) => ({ field: `validators[${index}]`, node })),
    ...standby.map((node, index) => ({ field: `standby[${index}]`, node })),
  ]
  const operators = nodes.flatMap(({ field, node: { operator_id, operator_account } }) => {
    if (operator_account === '') return []
    const elsewhere = owned.find(({ value }) => value === operator_account && value !== operator_id)
    const other = nodes.find(({ node }) => node.operator_account === operator_account && node.operator_id !== operator_id)
    const taken = elsewhere?.field ?? (other === undefined ? undefined : `${other.field}.operator_account, of another operator`)
    const detail = `${operator_account} stands at ${taken} too`
    return taken === undefined ? [] : [{ field: `${field}.operator_account`, detail }]
  })
  return [...repeated(owned, (value, first) => `${value} stands at ${first} too: one account has one use`), ...operators]
}

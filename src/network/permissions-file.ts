import { stringify } from 'smol-toml'
import type { AllowLists } from '../chain/permissions/allow-lists.ts'
import type { Consortium } from '../domain/consortium.ts'

/** The text of permissions_config.toml: each list sorted, without repeats, so that the same lists give the same file. */
export function permissionsFile({ accounts, nodes }: AllowLists): string {
  return `${stringify({ 'accounts-allowlist': sorted(accounts), 'nodes-allowlist': sorted(nodes) }).trimEnd()}\n`
}

/** Who may act on the first day: the entities, the seats, the operators' accounts and the staff; and which nodes may connect. */
export function firstAllowLists({ entities, seats, validators, standby, staff }: Consortium): AllowLists {
  const nodes = [...validators, ...standby]
  return {
    accounts: sorted([
      ...entities.map(({ entity_id }) => entity_id),
      ...seats.map(({ account }) => account),
      ...nodes.map(({ operator_account }) => operator_account),
      ...Object.values(staff),
    ]),
    nodes: sorted(nodes.map(({ enode }) => enode)),
  }
}

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort()

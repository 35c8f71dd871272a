import { address } from '../../../chain/records/fields.ts'
import type { Folds } from './fold.ts'

/** Who holds the Authority's roles, those whose grant is still delayed included, in the order in which the contract lists them. */
export const roleFolds: Folds<'authority'> = {
  RoleLabel: ({ roleId }, { read, write }) => {
    const role_id = String(roleId)
    write('role', role_id, { role_id, members: read('role', role_id)?.members ?? [] })
  },

  // also of an account that holds it, whose delay changes
  RoleGranted: ({ roleId, account }, { read, write }) => {
    const [role_id, member] = [String(roleId), address(account)]
    const members = read('role', role_id)?.members ?? []
    write('role', role_id, { role_id, members: members.includes(member) ? members : [...members, member] })
  },

  RoleRevoked: ({ roleId, account }, { read, write }) => {
    const role_id = String(roleId)
    write('role', role_id, { role_id, members: without(read('role', role_id)?.members ?? [], address(account)) })
  },
}

/** As OpenZeppelin's EnumerableSet does it: the last one takes the place of the one that goes. */
function without(members: readonly string[], member: string): string[] {
  const place = members.indexOf(member)
  const last = members.at(-1)
  if (place < 0 || last === undefined) return [...members]
  return members.with(place, last).slice(0, -1)
}

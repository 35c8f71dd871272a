import { Problem } from '../../domain/problem.ts'
import type { StaffRole, Who } from '../who.ts'

/** The first of `wanted` that a staff token has. @throws Problem `right_missing`, which names the roles */
export function requireStaff<R extends StaffRole>(who: Who, wanted: readonly R[], what: string): R {
  const role = who.kind === 'staff' ? wanted.find((each) => who.roles.includes(each)) : undefined
  if (role !== undefined) return role
  throw new Problem('right_missing', { detail: `${what} takes the role ${wanted.join(' or ')}; ${who.subject} does not have it` })
}

/** @throws Problem `right_missing` for a staff account */
export function requireEntity(who: Who, what: string): Who & { kind: 'entity' } {
  if (who.kind === 'entity') return who
  throw new Problem('right_missing', { detail: `${what} is for entities; ${who.subject} is a staff account` })
}

/** @throws Problem `motion_needed`, always */
export function refuseBoardAct(what: string): never {
  throw new Problem('motion_needed', { detail: `${what} is final, and for no single account` })
}

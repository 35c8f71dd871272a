import type { Authority, Status } from '../../domain/enumerations.ts'
import { Problem } from '../../domain/problem.ts'
import type { KeyAuthority } from '../key-life.ts'
import type { Who } from '../who.ts'
import { refuseBoardAct, requireStaff } from './rights.ts'

/** Who owns what is acted on, whose process made it, and, where it is suspended, by whom. `what`: key or lot. */
export type Owned = {
  readonly what: 'key' | 'lot'
  readonly ownerId: string
  readonly processOwnerId: string | undefined
  readonly suspendedBy: Authority | null
}

/** The right by which the caller can set that status. @throws Problem `right_missing`, `motion_needed` */
export function authorityFor(
  who: Who,
  { what, ownerId, processOwnerId, suspendedBy }: Owned,
  status: Status,
): Exclude<KeyAuthority, 'registrar' | 'board'> {
  if (status === 'void') return refuseBoardAct('making an entry void')
  if (who.kind === 'entity' && who.subject === ownerId) {
    // what it reported while others owned it came back to it
    const isOwnReport = status === 'active' && suspendedBy === 'process_owner' && who.subject === processOwnerId
    return isOwnReport ? 'process_owner' : 'owner'
  }
  const act = `making a ${what} ${status}`
  if (status === 'revoked' || status === 'eol') {
    throw new Problem('right_missing', { detail: `${act} is for its owner, ${ownerId}; ${who.subject} is not` })
  }
  if (who.kind === 'staff') return requireStaff(who, ['programme_manager', 'regulator'], act)
  if (who.subject === processOwnerId) return 'process_owner'
  const detail = `${act} is for its owner, its process's owner and the supervisors; ${who.subject} is none of them`
  throw new Problem('right_missing', { detail })
}

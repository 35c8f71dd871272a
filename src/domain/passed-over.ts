import { authorities, finalStatuses, type Authority, type Status } from './enumerations.ts'
import type { KeyRecord } from './records.ts'

/** Why an act leaves a key as it is: it is so already, has ended, was suspended by a higher authority, or is not the actor's to act on. */
export const passedOverCauses = ['done', 'final', 'higher_authority', 'other_owner', 'other_process', 'own'] as const
export type PassedOver = (typeof passedOverCauses)[number]

/** Who acts: `processes` are those whose process the entity owns. A staff account has neither. */
export type KeyActor = { readonly as: Authority; readonly entityId: string | null; readonly processes: ReadonlySet<string> }

/** Undefined: setting the key to `status` would change it. The contract's rules (contracts/keys/KeyStatusChanges.sol), told before anything is sent. */
export function passedOver(key: KeyRecord, status: Status, { as, entityId, processes }: KeyActor): PassedOver | undefined {
  if (as === 'owner' && key.owner_id !== entityId) return 'other_owner'
  if (as === 'process_owner' && !processes.has(key.process_id)) return 'other_process'
  if (as === 'process_owner' && key.owner_id === entityId && status !== 'active') return 'own'
  if (finalStatuses.includes(key.status)) return key.status === status ? 'done' : 'final'
  if (status === 'active') return fromActive(key, as)
  if (status !== 'suspended' || key.status !== 'suspended') return undefined
  return rankOf(key) > authorities.indexOf(as) ? 'higher_authority' : rankOf(key) === authorities.indexOf(as) ? 'done' : undefined
}

function fromActive(key: KeyRecord, as: Authority): PassedOver | undefined {
  if (key.status === 'active') return 'done'
  return rankOf(key) > authorities.indexOf(as) ? 'higher_authority' : undefined
}

const rankOf = ({ status_by }: KeyRecord) => (status_by === null ? -1 : authorities.indexOf(status_by))

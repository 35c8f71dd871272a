import type { EntityRecord } from '../domain/records.ts'

/** Staff accounts of the Governing Body, each a role of the Authority contract. What the board does goes by motion, and not over REST. */
export const staffRoles = ['registrar', 'programme_manager', 'regulator'] as const
export type StaffRole = (typeof staffRoles)[number]

/** On whose behalf a call is made, as the chain has it at this moment. */
export type Who = {
  /** The entity's id or the staff account's address: what writes and idempotency keys belong to. */
  readonly subject: string
  readonly token_id: string
  /** Name of the signer that signs for it, or null. */
  readonly signer: string | null
} & ({ readonly kind: 'entity'; readonly entity: EntityRecord } | { readonly kind: 'staff'; readonly roles: readonly StaffRole[] })

/** Supervisors read what is kept from other entities. */
export function isSupervisor(who: Who): boolean {
  return who.kind === 'staff'
}

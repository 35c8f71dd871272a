import { authorities, fromCode, keyReasons, statuses } from '../../../domain/enumerations.ts'
import type { Hex } from '../../../domain/fields.ts'
import type { KeptKey } from '../../../domain/kept-records.ts'

/** What the registry's storage says of a key; numbers as on the chain, 0 for none. Times in seconds since 1970. */
export type KeyState = {
  readonly batch: number
  readonly wasVoid: boolean
  readonly status: number
  readonly reason: number
  readonly setBy: number
  readonly since: number
  /** Its own, in lower case; null: it follows its lot. */
  readonly owner: Hex | null
  /** The offer that it was put into last, whoever made that. */
  readonly offer: number
  readonly installedAt: number
  /** Place of its KeyRotated. */
  readonly rotatedAt: number
  readonly supersededAt: number
  readonly successor: Hex | null
  readonly predecessor: Hex | null
}

/** What the keys of one KeysCreated have in common. */
export type Batch = {
  readonly lot: number
  readonly process: number
  readonly seq: number
  /** When it was registered. */
  readonly time: number
  readonly account: string
}

export const activeStatus = 1
export const voidStatus = 6

/** A key as it is registered. */
export function freshKey(batch: number, time: number, wasVoid: boolean): KeyState {
  const never = { owner: null, offer: 0, installedAt: 0, rotatedAt: 0, supersededAt: 0, successor: null, predecessor: null }
  return { batch, wasVoid, status: activeStatus, reason: 0, setBy: 0, since: time, ...never }
}

/** @param offeredBy who made the offer that it is in */
export function keptKeyOf(keyId: Hex, state: KeyState, batch: Batch, offeredBy: string | null): KeptKey {
  return {
    key_id: keyId,
    lot_id: String(batch.lot),
    status: fromCode(statuses, state.status) ?? 'active',
    status_reason: fromCode(keyReasons, state.reason) ?? null,
    status_by: fromCode(authorities, state.setBy) ?? null,
    status_since: state.since,
    registered_at: batch.time,
    installed_at: state.installedAt === 0 ? null : state.installedAt,
    was_void: state.wasVoid,
    own_owner_id: state.owner,
    offered_by: offeredBy,
    successor_id: state.successor,
    superseded_at: state.supersededAt === 0 ? null : state.supersededAt,
    predecessor_id: state.predecessor,
  }
}

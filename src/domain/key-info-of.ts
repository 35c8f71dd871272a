import { effectiveStatus, ownStatus } from './effective-status.ts'
import type { EffectiveFacts } from './effective-status.ts'
import { toSeconds, toTime } from './fields.ts'
import type { KeptKey } from './kept-records.ts'
import type { LotContext } from './lot-context.ts'
import type { AsOf, EntityRecord, KeyInfo, KeyRecord } from './records.ts'

/**
 * `get_key_info` (table 10) of what is kept of a key and its lot, at the time of `as_of`: what the contracts answer at a block of that time.
 * @param ownOwner of a key that has an owner of its own, that owner
 */
export function keyInfoOf(key: KeptKey, context: LotContext, ownOwner: EntityRecord | undefined, as_of: AsOf): KeyInfo {
  const { lot, process, key_generation, key_protection, lot_owner, process_owner, assessors, facts } = context
  const at = toSeconds(as_of.time)
  const effective = effectiveStatus({ ...facts, key: ownFacts(key) }, at)
  const owner = ownOwner ?? lot_owner
  return {
    key: keyRecordOf(key, lot.process_id, owner.entity_id, at),
    lot,
    process,
    key_generation,
    key_protection,
    owner,
    process_owner,
    assessors,
    effective_status: effective.status,
    effective_reason: effective.reason,
    successor_id: key.successor_id,
    superseded_at: key.superseded_at === null ? null : toTime(key.superseded_at),
    predecessor_id: key.predecessor_id,
    as_of,
  }
}

/**
 * Table 4, of what is kept of a key. That a rotated key is superseded is written nowhere: it follows from the time, by its owner's act.
 * @param ownerId the key's own owner, or its lot's
 * @param at seconds since 1970
 */
export function keyRecordOf(key: KeptKey, processId: string, ownerId: string, at: number): KeyRecord {
  const { installed_at, superseded_at } = key
  const registered_at = toTime(key.registered_at)
  // of most keys nothing was changed since they were registered
  const status_since = key.status_since === key.registered_at ? registered_at : toTime(key.status_since)
  const isSuperseded = superseded_at !== null && ownStatus(ownFacts(key), at).status === 'superseded'
  return {
    key_id: key.key_id,
    process_id: processId,
    lot_id: key.lot_id,
    ...(isSuperseded
      ? { status: 'superseded', status_reason: 'superseded', status_since: toTime(superseded_at), status_by: 'owner' }
      : { status: key.status, status_reason: key.status_reason, status_since, status_by: key.status_by }),
    owner_id: ownerId,
    registered_at,
    installed_at: installed_at === null ? null : toTime(installed_at),
    follows_lot: key.own_owner_id === null,
    is_offered: key.offered_by === ownerId,
    was_void: key.was_void,
  }
}

function ownFacts({ status, status_reason: reason, status_since: since, superseded_at, own_owner_id }: KeptKey): EffectiveFacts['key'] {
  return { status, reason, since, superseded_at, follows_lot: own_owner_id === null }
}

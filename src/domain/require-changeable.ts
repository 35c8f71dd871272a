import type { Hex } from './fields.ts'
import { finalStatuses, type Status } from './enumerations.ts'
import { passedOver, type KeyActor, type PassedOver } from './passed-over.ts'
import { Problem, type ProblemCode } from './problem.ts'
import type { KeyRecord } from './records.ts'

const refusals: Readonly<Record<Exclude<PassedOver, 'done'>, readonly [ProblemCode, (key: KeyRecord) => string]>> = {
  final: ['status_final', ({ key_id, status }) => `${key_id} is ${status}, which is final`],
  higher_authority: ['rank_too_low', ({ key_id, status_by }) => `${key_id} was suspended by the ${status_by}`],
  other_owner: ['not_key_owner', ({ key_id, owner_id }) => `${key_id} belongs to ${owner_id}`],
  other_process: ['not_process_owner', ({ key_id, process_id }) => `${key_id} is of process ${process_id}, which is another entity’s`],
  own: ['key_own', ({ key_id }) => `${key_id} is your own`],
}

/**
 * What the registry would refuse of a list, told before any of it is sent: several transactions would come to half of it.
 * @throws Problem that names the first key at fault; `key_unknown` for one that is not among `records`
 */
export function requireChangeable(keyIds: readonly Hex[], records: readonly KeyRecord[], status: Status, actor: KeyActor): void {
  requireRegistered(keyIds, records)
  for (const record of records) {
    const cause = passedOver(record, status, actor)
    if (cause === undefined || cause === 'done') continue
    const [code, words] = refusals[cause]
    throw new Problem(code, { field: 'key_ids', detail: words(record) })
  }
}

/** The same of keys that `ownerId` offers. @throws Problem `not_key_owner`, `status_final`, `key_offered`, `key_installed`, `key_unknown` */
export function requireOfferable(keyIds: readonly Hex[], records: readonly KeyRecord[], ownerId: string | null): void {
  requireRegistered(keyIds, records)
  for (const { key_id, owner_id, status, is_offered, installed_at } of records) {
    const fault = (code: ProblemCode, words: string) => new Problem(code, { field: 'key_ids', detail: `${key_id} ${words}` })
    if (owner_id !== ownerId) throw fault('not_key_owner', `belongs to ${owner_id}`)
    if (finalStatuses.includes(status)) throw fault('status_final', `is ${status}, which is final`)
    if (is_offered) throw fault('key_offered', 'is in an offer that is open, or expired')
    if (installed_at !== null) throw fault('key_installed', 'is installed')
  }
}

function requireRegistered(keyIds: readonly Hex[], records: readonly KeyRecord[]): void {
  const known = new Set(records.map(({ key_id }) => key_id))
  const missing = keyIds.find((keyId) => !known.has(keyId))
  if (missing !== undefined) throw new Problem('key_unknown', { field: 'key_ids', detail: `${missing} is not registered` })
}

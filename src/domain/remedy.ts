import { z } from 'zod'
import { authorities, effectiveReasons, finalStatuses, keyReasons, statuses, type Authority, type KeyReason } from './enumerations.ts'
import { timeField } from './fields.ts'
import { keyInfo, type KeyInfo } from './records.ts'

/** Why a key is not active: who set that, when and for which reason, on which record; and what its owner can do about it. */
export const remedy = z
  .object({
    status: z.enum(statuses),
    reason: z.enum(effectiveReasons).nullable(),
    on: z.enum(['key', 'lot', 'process', 'assessment', 'assessor']).describe('What the act was on'),
    id: z.string().describe('Of that record'),
    by: z.enum(authorities).nullable(),
    since: timeField,
    because: z.enum(keyReasons).nullable().describe('The reason that was given'),
    is_final: z.boolean(),
    reinstated_by: z.array(z.enum(authorities)).describe('Who can take it back; none where nobody can'),
    what_to_do: z.string(),
    appeal: z.string().nullable().describe('The motion that a seat of the board would propose'),
  })
  .meta({ id: 'Remedy' })
export type Remedy = z.infer<typeof remedy>

/** `get_key_info` as CLI and REST answer it. */
export const keyInfoAnswer = keyInfo.extend({ remedy: remedy.nullable().describe('null: the key is active') }).meta({ id: 'KeyInfoAnswer' })

type Cause = Pick<Remedy, 'on' | 'id' | 'by' | 'since' | 'because'>

/** Null for a key that is effectively active. */
export function remedyOf(info: KeyInfo): Remedy | null {
  const { effective_status: status, effective_reason: reason } = info
  if (status === 'active') return null
  const cause = causeOf(info)
  const is_final = finalStatuses.includes(status)
  const reinstated_by = is_final ? [] : reinstatersOf(cause)
  const appeal = reinstated_by.includes('motion') && cause.by !== 'owner' ? appealTo(cause) : null
  return { status, reason, ...cause, is_final, reinstated_by, what_to_do: adviceOn(info, cause, is_final), appeal }
}

/** The record that the effective reason speaks of (src/domain/effective-status.ts). */
function causeOf(info: KeyInfo): Cause {
  const { key, lot, process, key_generation, key_protection, effective_reason: reason } = info
  const record = (on: 'process' | 'assessment' | 'lot', id: string, said: Said): Cause => {
    return { on, id, by: said.state_by, since: said.state_since, because: said.state_reason }
  }
  const series = [key_generation, key_protection]
  const assessment = (state: string) => {
    const found = series.find((each) => each.state === state) ?? key_generation
    return record('assessment', found.assessment_id, found)
  }
  switch (reason) {
    case 'process_suspended':
    case 'process_revoked':
      return record('process', process.process_id, process)
    case 'lot_suspended':
      return lot.state === 'active' ? ofLotOwner(info) : record('lot', lot.lot_id, lot)
    case 'lot_revoked':
    case 'lot_retired':
      return ofLotOwner(info)
    case 'assessment_withdrawn':
      return assessment('withdrawn')
    case 'assessment_suspended':
      return assessment('suspended')
    case 'assessor_struck_off': {
      const struck = info.assessors.find(({ struck_off_since }) => struck_off_since !== null)
      const since = struck?.struck_off_since ?? info.as_of.time
      return { on: 'assessor', id: struck?.entity_id ?? key_generation.assessor_id, by: 'motion', since, because: null }
    }
    default: {
      const superseded = info.effective_status === 'superseded' ? info.superseded_at : null
      const by = superseded === null ? key.status_by : 'owner'
      return {
        on: 'key',
        id: key.key_id,
        by,
        since: superseded ?? key.status_since,
        because: superseded === null ? key.status_reason : 'superseded',
      }
    }
  }
}

type Said = { readonly state_by: Authority | null; readonly state_since: string; readonly state_reason: KeyReason | null }

function ofLotOwner({ lot }: KeyInfo): Cause {
  return { on: 'lot', id: lot.lot_id, by: 'owner', since: lot.owner_state_since, because: lot.owner_state_reason }
}

/** The same or a higher authority. What a lot's owner set is its own affair; what is withdrawn or struck off stays so. */
function reinstatersOf({ on, by }: Cause): Authority[] {
  if (by === null || by === 'motion') return []
  return on === 'lot' && by === 'owner' ? ['owner'] : authorities.slice(authorities.indexOf(by))
}

const appealTo = ({ on, id }: Cause) => `derkey motion propose reinstate-${on === 'key' ? 'keys' : on} ${id}`

function adviceOn({ successor_id, effective_reason: reason, effective_status: status }: KeyInfo, cause: Cause, isFinal: boolean): string {
  if (status === 'superseded') return `The key was rotated: go on with its successor, ${successor_id}.`
  if (status === 'void')
    return 'The entry was a mistake: register the key again if the device is yours. The board alone makes entries void.'
  if (isFinal) return 'That is final, and cannot be appealed: give the device another key, and register that.'
  if (reason === 'assessment_withdrawn' || reason === 'assessor_struck_off') {
    return 'Ask another accredited assessor for a renewal or a correction: approved, it puts the keys back in force without touching them.'
  }
  if (cause.by === 'owner')
    return `Its ${cause.on === 'lot' ? 'lot’s ' : ''}owner suspended it, and can reinstate it (\`derkey ${cause.on} reinstate ${cause.id}\`).`
  const who = (cause.by ?? 'the board').replaceAll('_', ' ')
  return `Ask the ${who} why, and to reinstate the ${cause.on}; or appeal: ask a seat of the board to propose the motion.`
}

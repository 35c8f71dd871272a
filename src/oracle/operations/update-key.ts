import { keyIdField, type Hex } from '../../domain/fields.ts'
import { updateKeyInput, type UpdateKeyInput } from '../../domain/inputs/keys.ts'
import { Problem } from '../../domain/problem.ts'
import { parseInput } from '../../domain/parse-input.ts'
import type { KeyInfo } from '../../domain/records.ts'
import type { KeyAuthority } from '../registry.ts'
import { knownKey } from '../known-key.ts'
import type { Who } from '../who.ts'
import { operation } from './operation.ts'
import { refuseBoardAct, requireStaff } from './rights.ts'

const updateKeyCall = updateKeyInput.safeExtend({ key_id: keyIdField.transform((id) => id as Hex) }).meta({ id: 'UpdateKeyCall' })

/** `update_key` (table 10): the contract's function is chosen by who asks, so that the owner, the process's owner and supervision each use their own right. */
export const updateKey = operation({
  name: 'update_key',
  input: updateKeyCall,
  read: (value) => parseInput(updateKeyCall, value),
  plan: async ({ key_id, status, reason, owner_id }, { who, registry }) => {
    if (status === undefined || owner_id !== undefined) {
      throw new Problem('not_available', { field: 'owner_id', detail: 'keys cannot be offered to another owner yet' })
    }
    const { block } = await registry.head()
    const as = authorityFor(who, await knownKey(registry, key_id, block), status)
    return { calls: [registry.setKeyStatus(as, [key_id], status, reason ?? 'unspecified')], about: { key_ids: [key_id] } }
  },
})

/** @throws Problem `right_missing`, `motion_needed` */
function authorityFor(who: Who, info: KeyInfo, status: NonNullable<UpdateKeyInput['status']>): KeyAuthority {
  if (status === 'void') return refuseBoardAct('making an entry void')
  if (who.kind === 'entity' && who.subject === info.key.owner_id) return 'owner'
  if (status === 'revoked' || status === 'eol') {
    const detail = `making a key ${status} is for its owner, ${info.key.owner_id}; ${who.subject} is not`
    throw new Problem('right_missing', { detail })
  }
  if (who.kind === 'staff') return requireStaff(who, ['programme_manager', 'regulator'], `making a key ${status}`)
  if (who.subject === info.process.owner_id) return 'process_owner'
  const detail = `making a key ${status} is for its owner, its process's owner and the supervisors; ${who.subject} is none of them`
  throw new Problem('right_missing', { detail })
}

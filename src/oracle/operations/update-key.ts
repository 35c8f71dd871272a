import { keyIdField, type Hex } from '../../domain/fields.ts'
import { updateKeyInput } from '../../domain/inputs/update-key.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { knownKey } from '../known-key.ts'
import { handKeyOn } from './hand-on.ts'
import { authorityFor } from './key-authority.ts'
import { operation } from './operation.ts'
import { requireEntity } from './rights.ts'
import { rotate } from './rotate-key.ts'

const updateKeyCall = updateKeyInput.safeExtend({ key_id: keyIdField.transform((id) => id as Hex) }).meta({ id: 'UpdateKeyCall' })

/** `update_key` (table 10): the contract's function is chosen by who asks, so that the owner, the process's owner and supervision each use their own right. */
export const updateKey = operation({
  name: 'update_key',
  input: updateKeyCall,
  read: (value) => parseInput(updateKeyCall, value),
  plan: async (input, planning) => {
    const { key_id, status, reason, owner_id, installed, way, replacement_id } = input
    const { who, registry } = planning
    const about = { key_ids: [key_id] }
    if (status === 'superseded') return rotate(key_id, input, planning)
    const info = await knownKey(registry, key_id, await registry.head())
    if (owner_id !== undefined) return handKeyOn(info, owner_id, input.expires_at, planning)
    if (status !== undefined) {
      const { owner_id: ownerId, status_by: suspendedBy } = info.key
      const as = authorityFor(who, { what: 'key', ownerId, processOwnerId: info.process.owner_id, suspendedBy }, status)
      return { calls: [registry.setKeyStatus(as, [key_id], status, reason ?? 'unspecified')], about }
    }
    requireEntity(who, 'installing keys')
    if (installed === true) return { calls: [registry.installKeys([key_id])], about }
    if (replacement_id !== undefined) return { calls: [registry.replaceKey(key_id, replacement_id as Hex)], about }
    return { calls: [registry.returnKeys([key_id], way ?? 'return')], about }
  },
})

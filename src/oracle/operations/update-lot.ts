import { recordIdField } from '../../domain/fields.ts'
import { updateLotInput } from '../../domain/inputs/offer.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { Problem } from '../../domain/problem.ts'
import { handLotOn } from './hand-on.ts'
import { authorityFor } from './key-authority.ts'
import { operation } from './operation.ts'

const lotCall = updateLotInput.safeExtend({ lot_id: recordIdField }).meta({ id: 'UpdateLotCall' })

/** The lot's owner speaks for the keys that follow it; the owner of its process and supervisors for all its keys. */
export const updateLot = operation({
  name: 'update_lot',
  input: lotCall,
  read: (value) => parseInput(lotCall, value),
  plan: async ({ lot_id, state, reason, owner_id, expires_at }, planning) => {
    const { who, registry } = planning
    const head = await registry.head()
    const lot = await registry.lot(lot_id, head.block)
    if (lot === undefined) throw new Problem('lot_unknown', { field: 'lot_id', detail: `there is no lot ${lot_id}` })
    if (owner_id !== undefined) return handLotOn(lot, owner_id, expires_at, head, planning)
    const wanted = state ?? 'active'
    const processOwnerId = (await registry.process(lot.process_id, head.block))?.owner_id
    const suspendedBy = lot.state === 'suspended' ? lot.state_by : null
    const as = authorityFor(who, { what: 'lot', ownerId: lot.owner_id, processOwnerId, suspendedBy }, wanted)
    return { calls: [registry.setLotState(as, lot_id, wanted, reason)], about: { lot_id } }
  },
})

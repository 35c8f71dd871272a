import { setLotState } from '../../src/chain/calls/lot-calls.ts'
import { readLot } from '../../src/chain/reads/lot.ts'
import type { KeyReason } from '../../src/domain/enumerations.ts'
import type { LotRecord } from '../../src/domain/records.ts'
import type { Output } from '../output.ts'
import type { Acting } from '../registry-command.ts'
import type { KeyVerb } from './verbs.ts'

/** Sets the state of a lot: by its owner for the keys that follow it, by anybody else for all its keys. */
export async function changeLot(here: Acting, output: Output, verb: KeyVerb, reason: KeyReason, lotId: string): Promise<void> {
  const { act, contracts, registry } = here
  const as = await verb.as(here)
  const written = await act(setLotState(contracts, as, lotId, verb.status, reason))
  const lot = await readLot(registry, lotId, written.block)
  const states = lot && { state: lot.state, state_by: lot.state_by, owner_state: lot.owner_state }
  const lines = [
    `lot ${lotId} ${verb.done}, by ${as} (block ${written.block}, transaction ${written.transaction})`,
    ...(lot !== undefined && verb.status === 'active' ? stillSuspended(lot) : []),
  ]
  output.answer({ ...written, lot_id: lotId, by: as, ...states }, lines)
}

/** The owner and those above it suspend a lot each for themselves: who takes one back may find the other standing. */
function stillSuspended({ state, state_by, state_since, owner_state, owner_state_since }: LotRecord): string[] {
  const above = state === 'active' ? [] : [`its keys stay ${state}: by ${state_by ?? 'another'}, since ${state_since}`]
  const own = owner_state === 'active' ? [] : [`the keys that follow it stay ${owner_state}: by its owner, since ${owner_state_since}`]
  return [...above, ...own]
}

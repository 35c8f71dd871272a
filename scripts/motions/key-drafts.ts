import { keyBatches } from '../../src/chain/calls/key-batches.ts'
import type { Contracts } from '../../src/chain/calls/contract-call.ts'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { setLotState } from '../../src/chain/calls/lot-calls.ts'
import { moveKeys, moveLot } from '../../src/chain/calls/move-calls.ts'
import { entityIdField, recordIdField, type Hex } from '../../src/domain/fields.ts'
import { parseArgument } from '../parse-argument.ts'
import type { Draft } from './propose-draft.ts'

const entityOf = (name: string, text: string) => parseArgument(name, entityIdField, text)
const whichKeys = (keyIds: readonly Hex[]) => (keyIds.length === 1 ? `key ${keyIds[0]}` : `${keyIds.length} keys`)

/** Keys of an owner that cannot hand them on itself: it is insolvent, or suspended. */
export function moveKeysDraft(contracts: Contracts, keyIds: readonly Hex[], from: string, to: string): Draft {
  const [fromId, toId] = [entityOf('from', from), entityOf('to', to)]
  const calls = keyBatches(keyIds).map((batch) => moveKeys(contracts, fromId, toId, batch))
  return { calls, words: `Move ${whichKeys(keyIds)} from ${fromId} to ${toId}` }
}

export function moveLotDraft(contracts: Contracts, lotId: string, to: string): Draft {
  const [id, toId] = [parseArgument('lot_id', recordIdField, lotId), entityOf('to', to)]
  return { calls: [moveLot(contracts, id, toId)], words: `Move lot ${id} to ${toId}` }
}

/** An appeal against a suspension, whoever suspended. */
export function reinstateKeysDraft(contracts: Contracts, keyIds: readonly Hex[]): Draft {
  const calls = keyBatches(keyIds).map((batch) => setKeyStatus(contracts, 'board', batch, 'active', 'unspecified'))
  return { calls, words: `Reinstate ${whichKeys(keyIds)}` }
}

export function reinstateLotDraft(contracts: Contracts, lotId: string): Draft {
  const id = parseArgument('lot_id', recordIdField, lotId)
  return { calls: [setLotState(contracts, 'board', id, 'active', 'unspecified')], words: `Reinstate lot ${id}` }
}

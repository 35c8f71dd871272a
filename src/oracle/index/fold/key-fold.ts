import type { ContractEventName } from 'viem'
import type { keyRegistryAbi } from '../../../chain/abi/key-registry.generated.ts'
import type { Hex } from '../../../domain/fields.ts'
import { Problem } from '../../../domain/problem.ts'
import type { LotRecord } from '../../../domain/records.ts'
import type { Batch, KeyState } from '../keys/key-state.ts'
import type { EventArgs, FoldContext } from './fold.ts'
import { standing } from './standing.ts'

/** What an event about keys is folded into besides records. */
export type KeyFoldContext = FoldContext & {
  /** The key as the events before this one left it. */
  key(keyId: Hex): KeyState | undefined
  /** Also where nothing changes: it says that the event is the key's. */
  setKey(keyId: Hex, state: KeyState): void
  batch(number: number): Batch
  setOffered(offerId: number, keyId: Hex): void
  keysOffered(offerId: number): readonly Hex[]
}

type KeyEventName = ContractEventName<typeof keyRegistryAbi>

/** As `Folds`, of KeyRegistry; KeysCreated is none of them, see create-keys.ts. */
export type KeyFolds = {
  readonly [N in Exclude<KeyEventName, 'KeysCreated'>]?: (args: EventArgs<'keys', N>, context: KeyFoldContext) => void
}

/** @throws Problem `chain_nonsense` where no event before made it */
export function standingKey({ key, block }: KeyFoldContext, keyId: Hex): KeyState {
  const state = key(keyId)
  if (state !== undefined) return state
  throw new Problem('chain_nonsense', { detail: `block ${block} changes key ${keyId}, which no block before it registered` })
}

export function lotOf(context: KeyFoldContext, state: KeyState): LotRecord {
  return standing(context, 'lot', String(context.batch(state.batch).lot))
}

/** The key gets an owner of its own, and is in no offer (KeyTransfers._separate). */
export function separate(context: KeyFoldContext, state: KeyState, owner: Hex): KeyState {
  if (state.owner === null) {
    const lot = lotOf(context, state)
    context.write('lot', lot.lot_id, { ...lot, follower_count: lot.follower_count - 1 })
  }
  return { ...state, owner, offer: 0 }
}

import { address } from '../../../chain/records/fields.ts'
import type { Hex } from '../../../domain/fields.ts'
import { voidStatus, type KeyState } from '../keys/key-state.ts'
import { lotOf, separate, standingKey, type KeyFoldContext, type KeyFolds } from './key-fold.ts'

/** What becomes of keys themselves. */
export const keyFolds = {
  KeyStatusChanged: ({ keyId, status, by, reason }, context) => {
    const state = { ...standingKey(context, keyId), status, setBy: by, reason, since: context.time }
    context.setKey(keyId, status === voidStatus ? endLinks(context, state) : state)
  },

  KeysTransferred: ({ toId, offerId, keyIds }, context) => {
    const owner = address(toId) as Hex
    for (const keyId of keyIds) context.setKey(keyId, separate(context, standingKey(context, keyId), owner))
    if (offerId !== 0) context.about('offer', String(offerId))
  },

  KeysInstalled: ({ ownerId, keyIds }, context) => {
    for (const keyId of keyIds) install(context, keyId, address(ownerId) as Hex)
  },

  KeysReturned: ({ keyIds }, context) => {
    for (const keyId of keyIds) context.setKey(keyId, { ...standingKey(context, keyId), installedAt: 0 })
  },

  KeyReplaced: ({ keyId, replacementId }, context) => {
    const state = standingKey(context, keyId)
    context.setKey(keyId, { ...state, installedAt: 0 })
    install(context, replacementId, state.owner ?? (lotOf(context, state).owner_id as Hex))
  },

  KeyRotated: ({ keyId, successorId, supersededAt }, context) => {
    const state = standingKey(context, keyId)
    context.setKey(keyId, { ...state, offer: 0, rotatedAt: context.seq, supersededAt, successor: successorId })
    context.setKey(successorId, { ...standingKey(context, successorId), predecessor: keyId })
  },
} satisfies KeyFolds

function install(context: KeyFoldContext, keyId: Hex, owner: Hex): void {
  const state = standingKey(context, keyId)
  context.setKey(keyId, { ...separate(context, state, owner), installedAt: context.time })
}

/** A void entry is in no offer, no line of successors and in no lot's count; what it followed on stays superseded (KeyStatusChanges._void). */
function endLinks(context: KeyFoldContext, state: KeyState): KeyState {
  const lot = lotOf(context, state)
  const followers = state.owner === null ? 1 : 0
  context.write('lot', lot.lot_id, { ...lot, key_count: lot.key_count - 1, follower_count: lot.follower_count - followers })
  const { predecessor, successor } = state
  if (predecessor !== null) context.setKey(predecessor, { ...standingKey(context, predecessor), successor: null })
  if (successor !== null) context.setKey(successor, { ...standingKey(context, successor), predecessor: null })
  return { ...state, offer: 0, rotatedAt: 0, supersededAt: 0, successor: null, predecessor: null }
}

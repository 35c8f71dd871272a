import type { Decision } from '../domain/decision.ts'
import type { Hex } from '../domain/fields.ts'
import type { KeyStatusChange } from '../domain/key-status-source.ts'
import type { DecisionKeeper } from './decisions/decision-keeper.ts'
import { fallIfRefused } from './sessions.ts'
import type { Session, Sessions } from './sessions.ts'

/** How many keys are asked for at once when everything is to be decided again. */
const parallel = 16

export type KeyWatch = {
  /** Takes a change of a registry: what is in memory is corrected first, then the keys of open connections are decided again. */
  note(registry: string, change: KeyStatusChange): Promise<void>
  /** Decides on one key again. */
  recheck(keyId: Hex): Promise<void>
}

/**
 * Decides again on the keys of open connections; those that fell lose their connections.
 * @param onFall called for each connection whose key fell
 * @param onDecision called for each decision that was made again
 */
export function createKeyWatch(
  keeper: DecisionKeeper,
  sessions: Sessions,
  onFall: (session: Session, decision: Decision) => void,
  onDecision: (decision: Decision) => void,
): KeyWatch {
  const recheck = async (keyId: Hex) => {
    for (const session of sessions.ofKey(keyId)) {
      const decision = await keeper.decided(keyId, () => session.clientType)
      if (fallIfRefused(session, decision)) onFall(session, decision)
      onDecision(decision)
    }
  }

  const note: KeyWatch['note'] = async (registry, change) => {
    keeper.note(registry, change)
    if (change.kind === 'reachable' && !change.reachable) return
    const keys = change.kind === 'keys' ? change.key_ids.filter((keyId) => sessions.ofKey(keyId).length > 0) : sessions.keys()
    const next = keys.values()
    const worker = async () => {
      for (const keyId of next) await recheck(keyId)
    }
    await Promise.all(Array.from({ length: Math.min(parallel, keys.length) }, worker))
  }
  return { note, recheck }
}

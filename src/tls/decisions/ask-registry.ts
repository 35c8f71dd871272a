import type { Hex } from '../../domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusSource } from '../../domain/key-status-source.ts'
import { askInTime } from './ask-in-time.ts'

/** Answers of a lagging node, older than a change that was told, are asked again so often, with so many ms between. */
const staleTries = 20
const staleWait = 50

/**
 * Makes the function that asks `source` about a key: one question at a time for each key, and never an answer from before `newestChange()`,
 * the block of the newest change that the same source told.
 * @param timeout milliseconds
 */
export function createAsk(source: KeyStatusSource, timeout: number, newestChange: () => number): (keyId: Hex) => Promise<KeyStatusAnswer> {
  const asking = new Map<Hex, Promise<KeyStatusAnswer>>()

  const ask = async (keyId: Hex): Promise<KeyStatusAnswer> => {
    for (let tries = 1; ; tries++) {
      const answer = await askInTime(source, keyId, timeout)
      if (answer.kind === 'unreachable' || answer.as_of.block >= newestChange()) return answer
      if (tries === staleTries) {
        return { kind: 'unreachable', registry: answer.registry, cause: `it lags behind at block ${answer.as_of.block}` }
      }
      await new Promise((resolve) => setTimeout(resolve, staleWait))
    }
  }

  return (keyId) => {
    const under = asking.get(keyId)
    if (under !== undefined) return under
    const answer = ask(keyId).finally(() => asking.delete(keyId))
    asking.set(keyId, answer)
    return answer
  }
}

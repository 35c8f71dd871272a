import { setTimeout as pause } from 'node:timers/promises'
import type { KeyStatusAnswer, KeyStatusChange, KeyStatusSource } from '../../domain/key-status-source.ts'
import { Problem } from '../../domain/problem.ts'
import type { IndexPosition, IndexReader } from '../index/index-reader.ts'
import { requireFresh } from './fresh.ts'

export type IndexSourceOptions = {
  /** CAIP-10 name of the registry that the index holds. */
  readonly registry: string
  /** Opens the index; asked again after a while where it throws, or holds nothing new: it may not be there yet, or was put in another's place. */
  readonly open: () => IndexReader
  /** How long ago the index may have been at the head of the chain, seconds. */
  readonly maxAgeSeconds: number
  /** How often to look for something new, milliseconds. */
  readonly pollMs?: number
}

/** So many ms lie between two openings, and between two looks whether it is still the file of that name. */
const reopenMs = 1000

type Fresh = { readonly reader: IndexReader; readonly position: IndexPosition }

/**
 * The port of CA and gateway, filled by an index that somebody keeps: in this process or another one. Past its age it is `unreachable`. The index
 * is trusted for what a key is worth: who can write its file decides that; `derkey index verify` compares it with the chain.
 */
export function createIndexSource({ registry, open, maxAgeSeconds, pollMs = 20 }: IndexSourceOptions): KeyStatusSource {
  const reader = readerAgain(open)

  /** @throws Problem `index_stale`, `index_empty`, and what opening it comes to */
  const fresh = (): Fresh => {
    const opened = reader.current()
    return { reader: opened, position: requireFresh(opened.position(), maxAgeSeconds) }
  }

  const get: KeyStatusSource['get'] = (keyId) => {
    try {
      const opened = reader.current()
      const { as_of, info } = requireFresh(opened.answer(keyId), maxAgeSeconds)
      if (info === undefined) return Promise.resolve<KeyStatusAnswer>({ kind: 'unknown', registry, as_of })
      const line = info.predecessor_id === null && info.successor_id === null ? undefined : opened.line(keyId)
      return Promise.resolve<KeyStatusAnswer>({ kind: 'known', registry, as_of, info, ...(line && { line }) })
    } catch (error) {
      reader.doubt()
      const cause = error instanceof Problem ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : String(error)
      return Promise.resolve<KeyStatusAnswer>({ kind: 'unreachable', registry, cause })
    }
  }

  async function* changes(signal: AbortSignal): AsyncGenerator<KeyStatusChange> {
    let seen: { readonly reader: IndexReader; readonly version: number } | undefined
    let last: IndexPosition | undefined
    let reachable = true
    while (!signal.aborted) {
      const found: KeyStatusChange[] = []
      try {
        // before the position: what is written between the two is seen the next time
        const version = reader.current().version()
        const now = fresh()
        if (!reachable) found.push({ kind: 'reachable', reachable: true })
        if (seen !== undefined && seen.reader !== now.reader) found.push({ kind: 'all', block: now.position.block })
        else if (seen?.version !== version) found.push(...changesBehind(last, now, reachable))
        last = now.position
        seen = { reader: now.reader, version }
        reachable = true
      } catch {
        // why, `get` tells whoever asks
        reader.doubt()
        found.length = 0
        if (reachable) found.push({ kind: 'reachable', reachable: false })
        reachable = false
      }
      yield* found
      await pause(pollMs, undefined, { signal }).catch(() => undefined)
    }
  }
  return { registry, get, changes }
}

function changesBehind(last: IndexPosition | undefined, { reader, position }: Fresh, wasReachable: boolean): KeyStatusChange[] {
  const { block, rollbacks } = position
  // started while nothing could be said: what came before is not known
  if (last === undefined) return wasReachable ? [] : [{ kind: 'all', block }]
  if (rollbacks !== last.rollbacks) return [{ kind: 'all', block }]
  return block > last.block ? reader.changesSince(last.block) : []
}

/** One reader for all, opened when it is wanted, and once more where it is doubted. */
function readerAgain(open: () => IndexReader): { current(): IndexReader; doubt(): void } {
  let opened: IndexReader | undefined
  let failure: unknown
  let openedAt = -reopenMs
  let lookedAt = 0
  const closeReplaced = () => {
    if (opened === undefined || performance.now() - lookedAt < reopenMs) return
    lookedAt = performance.now()
    if (!opened.isReplaced()) return
    opened.close()
    opened = undefined
    openedAt = -reopenMs
  }
  return {
    current: () => {
      closeReplaced()
      if (opened !== undefined) return opened
      if (performance.now() - openedAt < reopenMs) throw failure
      openedAt = performance.now()
      try {
        return (opened = open())
      } catch (error) {
        failure = error
        throw error
      }
    },
    doubt: () => {
      if (opened === undefined || performance.now() - openedAt < reopenMs) return
      opened.close()
      opened = undefined
    },
  }
}

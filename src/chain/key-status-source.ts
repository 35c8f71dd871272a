import { setTimeout as pause } from 'node:timers/promises'
import type { Hex } from '../domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusChange, KeyStatusSource } from '../domain/key-status-source.ts'
import { Problem } from '../domain/problem.ts'
import { readChanges } from './key-changes.ts'
import { readBlock, readHeight } from './reads/block.ts'
import { readKeyInfo } from './reads/key-info.ts'
import { readDeviceLine } from './reads/succession.ts'
import type { ChainRegistry } from './registry.ts'

export type ChainSourceOptions = {
  /** How often to look for a new block, in milliseconds. */
  readonly pollMs?: number
  /** Run before an answer until it has succeeded once: whether this is the registry at all. */
  readonly check?: () => Promise<void>
}

/**
 * The port of CA and gateway, filled by the chain itself: a key in one eth_call, and two more with the event for each key of a line of
 * successors; changes by looking for new blocks.
 */
export function createChainSource(registry: ChainRegistry, { pollMs = 250, check }: ChainSourceOptions = {}): KeyStatusSource {
  return {
    registry: registry.name,
    get: (keyId) => get(registry, keyId, check),
    changes: (signal) => changes(registry, { pollMs, check }, signal),
  }
}

async function get(registry: ChainRegistry, keyId: Hex, check: ChainSourceOptions['check']): Promise<KeyStatusAnswer> {
  try {
    await check?.()
    const known = async (info: NonNullable<Awaited<ReturnType<typeof readKeyInfo>>>): Promise<KeyStatusAnswer> => {
      const line = await readDeviceLine(registry, info)
      return { kind: 'known', registry: registry.name, as_of: info.as_of, info, ...(line && { line }) }
    }
    const info = await readKeyInfo(registry, keyId)
    if (info !== undefined) return await known(info)
    // a refusal does not say of which block it is: ask again, of one that is known
    const as_of = await readBlock(registry.client)
    const again = await readKeyInfo(registry, keyId, as_of.block)
    return again === undefined ? { kind: 'unknown', registry: registry.name, as_of } : await known(again)
  } catch (error) {
    return { kind: 'unreachable', registry: registry.name, cause: causeOf(error) }
  }
}

const causeOf = (error: unknown) =>
  error instanceof Problem ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : String(error)

async function* changes(
  registry: ChainRegistry,
  { pollMs, check }: { pollMs: number; check: ChainSourceOptions['check'] },
  signal: AbortSignal,
): AsyncGenerator<KeyStatusChange> {
  let last: number | undefined
  let reachable = true
  while (!signal.aborted) {
    const found: KeyStatusChange[] = []
    try {
      await check?.()
      const block = await readHeight(registry.client)
      if (!reachable) found.push({ kind: 'reachable', reachable: true })
      // a chain that is shorter than it was is another one
      if (last !== undefined && block < last) found.push({ kind: 'all', block })
      else if (last !== undefined && block > last) found.push(...(await readChanges(registry, last + 1, block)))
      // started while the chain was away: what came before the first block seen is not known
      else if (last === undefined && !reachable) found.push({ kind: 'all', block })
      last = block
      reachable = true
    } catch {
      // why, `get` tells whoever asks
      found.length = 0
      if (reachable) found.push({ kind: 'reachable', reachable: false })
      reachable = false
    }
    yield* found
    await pause(pollMs, undefined, { signal }).catch(() => undefined)
  }
}

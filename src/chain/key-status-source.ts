import { setTimeout as pause } from 'node:timers/promises'
import type { Hex } from '../domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusChange, KeyStatusSource } from '../domain/key-status-source.ts'
import { Problem } from '../domain/problem.ts'
import { readBlock, readHeight } from './reads/block.ts'
import { readEvents, type RegistryEvent } from './reads/events.ts'
import { readKeyInfo } from './reads/key-info.ts'
import type { ChainRegistry } from './registry.ts'

export type ChainSourceOptions = {
  /** How often to look for a new block, in milliseconds. */
  readonly pollMs?: number
}

/** The port of CA and gateway, filled by the chain itself: a key in one eth_call, changes by looking for new blocks. */
export function createChainSource(registry: ChainRegistry, { pollMs = 250 }: ChainSourceOptions = {}): KeyStatusSource {
  return { registry: registry.name, get: (keyId) => get(registry, keyId), changes: (signal) => changes(registry, pollMs, signal) }
}

async function get(registry: ChainRegistry, keyId: Hex): Promise<KeyStatusAnswer> {
  try {
    const known = (info: NonNullable<Awaited<ReturnType<typeof readKeyInfo>>>): KeyStatusAnswer => {
      return { kind: 'known', registry: registry.name, as_of: info.as_of, info }
    }
    const info = await readKeyInfo(registry, keyId)
    if (info !== undefined) return known(info)
    // a refusal does not say of which block it is: ask again, of one that is known
    const as_of = await readBlock(registry.client)
    const again = await readKeyInfo(registry, keyId, as_of.block)
    return again === undefined ? { kind: 'unknown', registry: registry.name, as_of } : known(again)
  } catch (error) {
    return { kind: 'unreachable', registry: registry.name, cause: causeOf(error) }
  }
}

const causeOf = (error: unknown) =>
  error instanceof Problem ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : String(error)

async function* changes(registry: ChainRegistry, pollMs: number, signal: AbortSignal): AsyncGenerator<KeyStatusChange> {
  let last: number | undefined
  let reachable = true
  while (!signal.aborted) {
    const found: KeyStatusChange[] = []
    try {
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

/** What is recorded, and changes no answer on any key that is there. */
const silent: ReadonlySet<RegistryEvent['eventName']> = new Set([
  'EntityRegistered',
  'ControllerReplacementProposed',
  'ControllerReplacementCancelled',
  'ProcessCreated',
  'RegistrationGranted',
  'RegistrationGrantWithdrawn',
  'LineAccountNamed',
  'LineAccountWithdrawn',
  'AssessmentRecorded',
  'AssessmentRejected',
  'AssessmentRetracted',
  'AssessmentCommented',
  'KeyGenerationResultRecorded',
  'KeyProtectionResultRecorded',
  'SeriesLinked',
  'SeriesUnlinked',
])

async function readChanges(registry: ChainRegistry, from: number, to: number): Promise<KeyStatusChange[]> {
  const found: KeyStatusChange[] = []
  for await (const events of readEvents(registry, { from, to })) {
    for (const event of events) {
      const block = Number(event.blockNumber)
      if (event.eventName === 'KeysCreated') found.push({ kind: 'keys', key_ids: event.args.keyIds, block })
      else if (event.eventName === 'KeyStatusChanged') add(found, event.args.keyId, block)
      else if (!silent.has(event.eventName)) found.push({ kind: 'all', block })
    }
  }
  return found
}

/** Changes of one block that follow one another come as one. */
function add(found: KeyStatusChange[], keyId: Hex, block: number): void {
  const last = found.at(-1)
  if (last?.kind === 'keys' && last.block === block) found[found.length - 1] = { ...last, key_ids: [...last.key_ids, keyId] }
  else found.push({ kind: 'keys', key_ids: [keyId], block })
}

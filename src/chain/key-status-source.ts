import { setTimeout as pause } from 'node:timers/promises'
import type { Hex } from '../domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusChange, KeyStatusSource } from '../domain/key-status-source.ts'
import { Problem } from '../domain/problem.ts'
import { readBlock, readHeight } from './reads/block.ts'
import { readEvents, type RegistryEvent } from './reads/events.ts'
import { readKeyInfo } from './reads/key-info.ts'
import { chainOf, readDeviceLine } from './reads/succession.ts'
import type { ChainRegistry } from './registry.ts'

export type ChainSourceOptions = {
  /** How often to look for a new block, in milliseconds. */
  readonly pollMs?: number
}

/**
 * The port of CA and gateway, filled by the chain itself: a key in one eth_call, and two more with the event for each key of a line of
 * successors; changes by looking for new blocks.
 */
export function createChainSource(registry: ChainRegistry, { pollMs = 250 }: ChainSourceOptions = {}): KeyStatusSource {
  return { registry: registry.name, get: (keyId) => get(registry, keyId), changes: (signal) => changes(registry, pollMs, signal) }
}

async function get(registry: ChainRegistry, keyId: Hex): Promise<KeyStatusAnswer> {
  try {
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

/** What is recorded, and changes nothing by which anybody decides on a key that is there. */
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
  'OfferMade',
  'OfferWithdrawn',
  'OfferAccepted',
  'AdvanceAcceptanceSet',
  'InstallerNamed',
  'InstallerWithdrawn',
])

async function readChanges(registry: ChainRegistry, from: number, to: number): Promise<KeyStatusChange[]> {
  const found: KeyStatusChange[] = []
  for await (const events of readEvents(registry, { from, to })) {
    for (const event of events) {
      const block = Number(event.blockNumber)
      const keyIds = await changedKeys(registry, event)
      if (keyIds !== undefined) add(found, keyIds, block)
      else if (!silent.has(event.eventName)) found.push({ kind: 'all', block })
    }
  }
  return found
}

/** The keys alone about which the event says something; undefined where it says something about others or none. */
async function changedKeys(registry: ChainRegistry, event: RegistryEvent): Promise<readonly Hex[] | undefined> {
  switch (event.eventName) {
    case 'KeysCreated':
    case 'KeysTransferred':
    case 'KeysInstalled':
    case 'KeysReturned':
      return event.args.keyIds
    case 'KeyStatusChanged':
      return [event.args.keyId]
    case 'KeyReplaced':
      return [event.args.keyId, event.args.replacementId]
    case 'KeyRotated': {
      const { keyId, successorId } = event.args
      // the whole line is one device, which has a new key
      const links = await chainOf(registry, keyId)
      return [...new Set([keyId, successorId, ...links.flatMap((link) => [link.key_id, link.successor_id])])]
    }
    default:
      return undefined
  }
}

/** Changes of one block that follow one another come as one. */
function add(found: KeyStatusChange[], keyIds: readonly Hex[], block: number): void {
  const last = found.at(-1)
  if (last?.kind === 'keys' && last.block === block) found[found.length - 1] = { ...last, key_ids: [...last.key_ids, ...keyIds] }
  else found.push({ kind: 'keys', key_ids: keyIds, block })
}

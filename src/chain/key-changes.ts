import type { Hex } from '../domain/fields.ts'
import type { KeyStatusChange } from '../domain/key-status-source.ts'
import { readEvents, type RegistryEvent } from './reads/events.ts'
import { chainOf } from './reads/succession.ts'
import type { ChainRegistry } from './registry.ts'

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

/** What to decide again because of an event: some keys; a whole line of successors; everything; or nothing, `undefined`. */
export type Concerned =
  | { readonly kind: 'keys'; readonly key_ids: readonly Hex[] }
  | { readonly kind: 'line'; readonly key_id: Hex; readonly successor_id: Hex }
  | { readonly kind: 'all' }
  | undefined

/** The keys alone about which the event says something, or everything where it says something about others. */
export function concernedBy(event: RegistryEvent): Concerned {
  switch (event.eventName) {
    case 'KeysCreated':
    case 'KeysTransferred':
    case 'KeysInstalled':
    case 'KeysReturned':
      return { kind: 'keys', key_ids: event.args.keyIds }
    case 'KeyStatusChanged':
      return { kind: 'keys', key_ids: [event.args.keyId] }
    case 'KeyReplaced':
      return { kind: 'keys', key_ids: [event.args.keyId, event.args.replacementId] }
    case 'KeyRotated':
      return { kind: 'line', key_id: event.args.keyId, successor_id: event.args.successorId }
    default:
      return silent.has(event.eventName) ? undefined : { kind: 'all' }
  }
}

/** The keys of a line that got a new key: the whole of it is one device. */
export function keysOfLine(
  { key_id, successor_id }: { readonly key_id: Hex; readonly successor_id: Hex },
  links: readonly { readonly key_id: Hex; readonly successor_id: Hex }[],
): Hex[] {
  return [...new Set([key_id, successor_id, ...links.flatMap((link) => [link.key_id, link.successor_id])])]
}

/** Changes of one block that follow one another come as one. */
export function addKeys(found: KeyStatusChange[], keyIds: readonly Hex[], block: number): void {
  const last = found.at(-1)
  if (last?.kind === 'keys' && last.block === block) found[found.length - 1] = { ...last, key_ids: [...last.key_ids, ...keyIds] }
  else found.push({ kind: 'keys', key_ids: keyIds, block })
}

/** What to decide again because of the blocks `from` to `to`, both included, in the chain's order. */
export async function readChanges(registry: ChainRegistry, from: number, to: number): Promise<KeyStatusChange[]> {
  const found: KeyStatusChange[] = []
  for await (const events of readEvents(registry, { from, to })) {
    for (const event of events) {
      const block = Number(event.blockNumber)
      const concerned = concernedBy(event)
      if (concerned?.kind === 'all') found.push({ kind: 'all', block })
      else if (concerned?.kind === 'keys') addKeys(found, concerned.key_ids, block)
      else if (concerned?.kind === 'line') addKeys(found, keysOfLine(concerned, await chainOf(registry, concerned.key_id)), block)
    }
  }
  return found
}

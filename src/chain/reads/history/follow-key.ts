import type { Hex } from '../../../domain/fields.ts'
import type { RegistryEvent } from '../events.ts'

/** Where a key stands between two events. */
type Standing = { readonly lotId: number; readonly processId: number; readonly followsLot: boolean }

const voidStatus = 6

/** Of `events`, in the chain's order, those that happened to the key itself or came over it by its lot and process. */
export function followKey(keyId: Hex, events: readonly RegistryEvent[]): RegistryEvent[] {
  const found: RegistryEvent[] = []
  /** Offers of the key, and those of its lot; in the latter it is only while it follows. */
  const offers = new Map<number, 'key' | 'lot'>()
  let standing: Standing | undefined
  for (const event of events) {
    if (!concerns(event, keyId, standing, offers)) continue
    found.push(event)
    standing = after(event, keyId, standing)
    if (event.eventName === 'OfferMade') offers.set(event.args.offerId, event.args.lotId === 0 ? 'key' : 'lot')
  }
  return found
}

function concerns(event: RegistryEvent, keyId: Hex, standing: Standing | undefined, offers: ReadonlyMap<number, 'key' | 'lot'>): boolean {
  const { args, eventName } = event
  if ('keyIds' in args && args.keyIds.includes(keyId)) return true
  if ('keyId' in args) return args.keyId === keyId || isOther(event, keyId)
  if (standing === undefined) return false
  if ('offerId' in args && (eventName === 'OfferAccepted' || eventName === 'OfferWithdrawn')) {
    const kind = offers.get(args.offerId)
    return kind === 'key' || (kind === 'lot' && standing.followsLot)
  }
  if (eventName === 'LotSuspended' || eventName === 'LotReinstated') return args.lotId === standing.lotId
  if (eventName === 'LotTransferred' || eventName === 'LotOwnerStateSet' || eventName === 'OfferMade') {
    return args.lotId === standing.lotId && standing.followsLot
  }
  if (eventName === 'ProcessSuspended' || eventName === 'ProcessReinstated' || eventName === 'ProcessRevoked') {
    return args.processId === standing.processId
  }
  return false
}

/** The key that follows on another, or that is installed where another was. */
const isOther = ({ eventName, args }: RegistryEvent, keyId: Hex) =>
  (eventName === 'KeyReplaced' && args.replacementId === keyId) || (eventName === 'KeyRotated' && args.successorId === keyId)

/** Whoever hands a key on by itself, or installs it, gives it an owner of its own. */
function after(event: RegistryEvent, keyId: Hex, standing: Standing | undefined): Standing | undefined {
  const { eventName, args } = event
  if (eventName === 'KeysCreated') return { lotId: args.lotId, processId: args.processId, followsLot: true }
  if (eventName === 'KeyStatusChanged' && args.status === voidStatus) return undefined
  const separates = eventName === 'KeysTransferred' || eventName === 'KeysInstalled' || isReplacement(event, keyId)
  return standing !== undefined && separates ? { ...standing, followsLot: false } : standing
}

const isReplacement = ({ eventName, args }: RegistryEvent, keyId: Hex) => eventName === 'KeyReplaced' && args.replacementId === keyId

import { hexToBytes } from 'viem'
import { authorities, fromCode, keyReasons, recordStates, returnWays, statuses } from '../../../domain/enumerations.ts'
import { toTime, type Hex } from '../../../domain/fields.ts'
import type { KeyEvent } from '../../../domain/key-history.ts'
import { rotationStatement, verifyRotation } from '../../../domain/rotation.ts'
import { address } from '../../records/fields.ts'
import type { Deployment } from '../../deployment.ts'
import type { RegistryEvent } from '../events.ts'

type Said = Partial<Omit<KeyEvent, 'event' | 'block' | 'time' | 'transaction' | 'sent_by'>>

const states: Partial<Record<RegistryEvent['eventName'], KeyEvent['state']>> = {
  LotSuspended: 'suspended',
  LotReinstated: 'active',
  ProcessSuspended: 'suspended',
  ProcessReinstated: 'active',
  ProcessRevoked: 'revoked',
}

/** What an event says of the key, in the words of the records. */
export function describeEvent(event: RegistryEvent, keyId: Hex, deployment: Deployment): Said {
  const { eventName, args } = event
  if (eventName === 'KeyRotated') return describeRotation(event, keyId, deployment)
  if (eventName === 'KeyReplaced') {
    const other = args.keyId === keyId ? { replacement_id: args.replacementId } : { replaced_id: args.keyId }
    return { ...other, by_id: address(args.byId) }
  }
  return withoutUndefined({
    status: eventName === 'KeysCreated' ? 'active' : 'status' in args ? fromCode(statuses, args.status) : undefined,
    state: states[eventName] ?? (eventName === 'LotOwnerStateSet' ? fromCode(recordStates, args.state) : undefined),
    reason: 'reason' in args && typeof args.reason === 'number' ? fromCode(keyReasons, args.reason) : undefined,
    by: byOf(event),
    by_id: 'byId' in args ? address(args.byId) : undefined,
    // whose it is from then on, or is to be
    owner_id: 'toId' in args ? address(args.toId) : 'ownerId' in args ? address(args.ownerId) : undefined,
    from_id: 'fromId' in args ? address(args.fromId) : undefined,
    process_id: 'processId' in args ? String(args.processId) : undefined,
    lot_id: 'lotId' in args && args.lotId !== 0 ? String(args.lotId) : undefined,
    offer_id: 'offerId' in args && args.offerId !== 0 ? String(args.offerId) : undefined,
    expires_at: eventName === 'OfferMade' ? toTime(args.expiresAt) : undefined,
    way: eventName === 'KeysReturned' ? fromCode(returnWays, args.way) : undefined,
  })
}

/** Revoking a process takes a motion; what a lot's owner says of it needs no naming on the chain. */
function byOf({ eventName, args }: RegistryEvent): KeyEvent['by'] {
  if (eventName === 'ProcessRevoked') return 'motion'
  if (eventName === 'LotOwnerStateSet') return 'owner'
  return 'by' in args ? fromCode(authorities, args.by) : undefined
}

/** Verified here: the chain cannot. */
function describeRotation({ args }: Extract<RegistryEvent, { eventName: 'KeyRotated' }>, keyId: Hex, deployment: Deployment): Said {
  const { keyId: rotated, successorId, supersededAt, successorPublicKey, signature } = args
  const registry = deployment.contracts.KeyRegistry.address
  const statement = rotationStatement({ chainId: deployment.chain_id, registry, keyId: rotated, successorId })
  return {
    ...(rotated === keyId ? { successor_id: successorId } : { predecessor_id: rotated }),
    superseded_at: toTime(supersededAt),
    signature_verified: verifyRotation(statement, hexToBytes(successorPublicKey), hexToBytes(signature)),
  }
}

function withoutUndefined(fields: { readonly [F in keyof Said]: Said[F] | undefined }): Said {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

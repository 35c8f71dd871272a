import { hexToBytes } from 'viem'
import { LRUCache } from 'lru-cache'
import { deviceLine, type Succession } from '../../chain/reads/succession.ts'
import { toTime, type Hex } from '../../domain/fields.ts'
import type { DeviceLine } from '../../domain/key-status-source.ts'
import { rotationStatement, verifyRotation } from '../../domain/rotation.ts'
import { blockOf } from './place.ts'
import type { KeyState } from './keys/key-state.ts'
import type { Tables } from './tables.ts'

/** So many keys before and behind one are looked at, as src/chain does. */
const mostLinks = 100

/** Signatures of so many rotations are verified once. */
const verifiedInMemory = 10_000

export type Lines = {
  /** The whole line of successors that the key stands in, verified or not, the oldest first. */
  links(keyId: Hex, until?: number): Succession[]
  line(keyId: Hex, until?: number): DeviceLine | undefined
}

export function readLines({ keys, events, deployment }: Tables): Lines {
  const rotations = new LRUCache<string, Pick<Succession, 'verified' | 'transaction'>>({ max: verifiedInMemory })

  const rotation = (keyId: Hex, { rotatedAt }: KeyState, successorId: Hex) => {
    const event = events.read(rotatedAt)?.event
    // an event of a place that was rolled back is another one under the same number
    const name = `${rotatedAt} ${event?.transactionHash}`
    const known = rotations.get(name)
    if (known !== undefined) return known
    const registry = deployment.contracts.KeyRegistry.address
    const statement = rotationStatement({ chainId: deployment.chain_id, registry, keyId, successorId })
    const { successorPublicKey, signature } = event?.eventName === 'KeyRotated' ? event.args : { successorPublicKey: '0x', signature: '0x' }
    const verified = verifyRotation(statement, hexToBytes(successorPublicKey as Hex), hexToBytes(signature as Hex))
    const found = { verified, transaction: event?.transactionHash ?? '0x' }
    rotations.set(name, found)
    return found
  }

  const linkOf = (keyId: Hex, state: KeyState | undefined): Succession | undefined => {
    if (state?.successor === null || state === undefined) return undefined
    const { successor: successor_id, supersededAt, rotatedAt } = state
    const shared = { key_id: keyId, successor_id, superseded_at: toTime(supersededAt), block: blockOf(rotatedAt) }
    return { ...shared, ...rotation(keyId, state, successor_id) }
  }

  const links: Lines['links'] = (keyId, until) => {
    const found: Succession[] = []
    const own = keys.state(keyId, until)
    for (let first = own; first?.predecessor != null && found.length < mostLinks;) {
      const before = keys.state(first.predecessor, until)
      const link = linkOf(first.predecessor, before)
      if (link === undefined) break
      found.unshift(link)
      first = before
    }
    let behind = 0
    for (let link = linkOf(keyId, own); link !== undefined && behind < mostLinks; behind++) {
      found.push(link)
      link = linkOf(link.successor_id, keys.state(link.successor_id, until))
    }
    return found
  }

  return { links, line: (keyId, until) => deviceLine(keyId, links(keyId, until)) }
}

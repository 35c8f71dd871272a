import { authorities, keyReasons, statuses } from '../../../domain/enumerations.ts'
import type { Hex } from '../../../domain/fields.ts'
import type { KeptKey } from '../../../domain/kept-records.ts'
import { valueOf, valueOrNull } from '../../records/fields.ts'
import { bitsOf, slotInMapping } from '../slots.ts'
import { packed, variables } from './layout.ts'
import type { ProvenState } from './proven-state.ts'
import { readStruct } from './read-struct.ts'
import { entityIdOf, wordHex } from './values.ts'

const slots = variables.KeyRegistry

/** KeyWord.sol: where each part of a key's one word lies. */
const parts = {
  lot: [0, 48],
  status: [48, 8],
  statusSince: [56, 40],
  owner: [96, 32],
  statusBy: [128, 8],
  installedAt: [136, 40],
  wasVoid: [176, 1],
  isOffered: [177, 1],
  isRotated: [178, 1],
  reason: [184, 8],
  registeredAt: [192, 40],
  offer: [232, 24],
} as const

/** What stands of a key; undefined: that it is not registered is proven. */
export async function provenKey(state: ProvenState, keyId: Hex): Promise<KeptKey | undefined> {
  const [word, predecessor] = await Promise.all([
    state.word('KeyRegistry', slotInMapping(slots.keys, keyId)),
    state.word('KeyRegistry', slotInMapping(slots.predecessors, keyId)),
  ])
  if (word === 0n) return undefined
  const part = (name: keyof typeof parts) => bitsOf(word, parts[name][0], parts[name][1])
  const [own_owner_id, offered_by, succession] = await Promise.all([
    entityIdOf(state, part('owner')),
    part('isOffered') === 0n ? null : offererOf(state, part('offer')),
    part('isRotated') === 0n ? { successor_id: null, superseded_at: null } : successionOf(state, keyId),
  ])
  return {
    key_id: keyId,
    lot_id: String(part('lot')),
    status: valueOf(statuses, Number(part('status')), 'status'),
    status_reason: valueOrNull(keyReasons, Number(part('reason')), 'status_reason'),
    status_by: valueOrNull(authorities, Number(part('statusBy')), 'status_by'),
    was_void: part('wasVoid') === 1n,
    status_since: Number(part('statusSince')),
    registered_at: Number(part('registeredAt')),
    installed_at: Number(part('installedAt')) || null,
    own_owner_id,
    offered_by,
    ...succession,
    predecessor_id: predecessor === 0n ? null : wordHex(predecessor),
  }
}

/** Who made the offer that a key is in; of the offer's number its word has the lowest 24 bits, and there are no later offers than `offerCount`. */
async function offererOf(state: ProvenState, low: bigint): Promise<Hex | null> {
  const [first, octets] = packed.KeyRegistry.offerCount
  const count = bitsOf(await state.word('KeyRegistry', slots.lotCount), first * 8, octets * 8)
  const number = count - ((count - low) & 0xffffffn)
  const { from } = await readStruct(state, 'KeyRegistry', slotInMapping(slots.offers, number), 'OfferRecord')
  return entityIdOf(state, from)
}

/** A successor that was made void and came back follows on nothing: it no longer names the key as its predecessor. */
async function successionOf(state: ProvenState, keyId: Hex): Promise<Pick<KeptKey, 'successor_id' | 'superseded_at'>> {
  const { successorId, supersededAt } = await readStruct(state, 'KeyRegistry', slotInMapping(slots.successions, keyId), 'Succession')
  const successor = wordHex(successorId)
  const predecessor = await state.word('KeyRegistry', slotInMapping(slots.predecessors, successor))
  return { successor_id: wordHex(predecessor) === keyId ? successor : null, superseded_at: Number(supersededAt) }
}

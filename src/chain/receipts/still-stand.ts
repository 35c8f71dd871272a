import { fromCode, statuses, type Status } from '../../domain/enumerations.ts'
import type { Hex } from '../../domain/fields.ts'
import type { ProvenHeader } from '../proofs/proof.ts'
import { bitsOf, slotInMapping } from '../proofs/slots.ts'
import { verifyStorage } from '../proofs/verify-storage.ts'
import type { ChainRegistry } from '../registry.ts'

/** Slots of KeyRegistry's mappings and places in their words (test/contracts/storage.snapshot.json, KeyWord.sol). */
const [keysSlot, lotsSlot] = [0n, 1n]
const lotBits = [0, 48] as const
const statusBits = [48, 8] as const
const processBits = [0, 48] as const

/** A key as it was registered; without a lot in any lot of the process. */
export type ExpectedKey = { readonly key_id: Hex; readonly lot_id?: string | undefined }

/** What the registry says of a key by now: its own status, or why it does not stand as it was registered. */
export type Standing = { readonly status: Status } | { readonly fault: string }

/**
 * How keys stand in the state after a block, each proven from the registry's storage.
 * @throws Problem proof_invalid, state_missing
 */
export async function stillStand(
  { client, deployment }: ChainRegistry,
  header: ProvenHeader,
  processId: string,
  keys: readonly ExpectedKey[],
): Promise<Standing[]> {
  const { address } = deployment.contracts.KeyRegistry
  const words = await verifyStorage(
    client,
    header,
    address,
    keys.map(({ key_id }) => slotInMapping(keysSlot, key_id)),
  )
  const lots = [...new Set(words.filter((word) => word !== 0n).map((word) => bitsOf(word, ...lotBits)))]
  const lotWords = await verifyStorage(
    client,
    header,
    address,
    lots.map((lot) => slotInMapping(lotsSlot, lot)),
  )
  const processOf = new Map(lots.map((lot, index) => [lot, String(bitsOf(lotWords[index] ?? 0n, ...processBits))]))
  return keys.map(({ lot_id }, index) => {
    const word = words[index] ?? 0n
    if (word === 0n) return { fault: `is not registered as of block ${header.number}` }
    const lot = bitsOf(word, ...lotBits)
    const status = fromCode(statuses, Number(bitsOf(word, ...statusBits)))
    if (status === undefined) return { fault: 'has a status that this version of derkey does not know' }
    if (status === 'void') return { fault: 'is void: the entry was a mistake' }
    if (processOf.get(lot) !== processId) return { fault: `stands under process ${processOf.get(lot)} by now` }
    if (lot_id !== undefined && String(lot) !== lot_id) return { fault: `stands in lot ${lot} by now: it was void, and registered again` }
    return { status }
  })
}

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

/** What the registry says of a key by now: its own status, or why it stands under the process no more. */
export type Standing = { readonly status: Status } | { readonly fault: string }

/**
 * How keys stand in the state after a block, each proven from the registry's storage.
 * @param processOfLot what was proven before: a lot's process never changes
 * @throws Problem proof_invalid, state_missing
 */
export async function stillStand(
  { client, deployment }: ChainRegistry,
  header: ProvenHeader,
  processId: string,
  keyIds: readonly Hex[],
  processOfLot = new Map<bigint, string>(),
): Promise<Standing[]> {
  const { address } = deployment.contracts.KeyRegistry
  const words = await verifyStorage(
    client,
    header,
    address,
    keyIds.map((keyId) => slotInMapping(keysSlot, keyId)),
  )
  const lots = new Set(words.filter((word) => word !== 0n).map((word) => bitsOf(word, ...lotBits)))
  const newLots = [...lots].filter((lot) => !processOfLot.has(lot))
  const lotWords = await verifyStorage(
    client,
    header,
    address,
    newLots.map((lot) => slotInMapping(lotsSlot, lot)),
  )
  for (const [index, lot] of newLots.entries()) processOfLot.set(lot, String(bitsOf(lotWords[index] ?? 0n, ...processBits)))
  return keyIds.map((_, index) => {
    const word = words[index] ?? 0n
    if (word === 0n) return { fault: `is not registered as of block ${header.number}` }
    const lot = bitsOf(word, ...lotBits)
    const status = fromCode(statuses, Number(bitsOf(word, ...statusBits)))
    if (status === undefined) return { fault: 'has a status that this version of derkey does not know' }
    if (status === 'void') return { fault: 'is void: the entry was a mistake' }
    if (processOfLot.get(lot) !== processId) return { fault: `stands under process ${processOfLot.get(lot)} by now` }
    return { status }
  })
}

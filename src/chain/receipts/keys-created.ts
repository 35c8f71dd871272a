import { getAbiItem, toEventSelector } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'

const selector = toEventSelector(getAbiItem({ abi: keyRegistryAbi, name: 'KeysCreated' }))
/** Hex digits of a word of the ABI, and of `0x`. */
const [word, prefix] = [64, 2]

/** What one event `KeysCreated` says. */
export type KeysCreated = { readonly process_id: string; readonly lot_id: string; readonly key_ids: readonly Hex[] }

type EventLog = { readonly address: string; readonly topics: readonly Hex[]; readonly data: Hex }

/** The events of the contract at `address` that registered keys; those of other contracts do not count. @throws Problem proof_invalid */
export function keysCreated(address: Hex, logs: readonly EventLog[]): KeysCreated[] {
  return logs
    .filter((log) => log.address.toLowerCase() === address && log.topics[0] === selector)
    .map(({ topics, data }) => ({
      process_id: String(BigInt(topics[1] ?? 0)),
      lot_id: String(BigInt(topics[2] ?? 0)),
      key_ids: listIn(data.toLowerCase()),
    }))
}

/** Account, place of the list, its length, the list. A general decoder takes longer for 500 keys than their proof. */
function listIn(data: string): Hex[] {
  const wordAt = (index: number) => data.slice(prefix + index * word, prefix + (index + 1) * word)
  const count = Number(`0x${wordAt(2)}`)
  if (Number(`0x${wordAt(1)}`) !== 2 * (word / 2) || data.length !== prefix + (3 + count) * word) {
    throw new Problem('proof_invalid', { detail: 'an event KeysCreated is not encoded as the contract does it' })
  }
  return Array.from({ length: count }, (_, index): Hex => `0x${wordAt(3 + index)}`)
}

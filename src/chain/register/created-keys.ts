import { getAbiItem, toEventSelector, type TransactionReceipt } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import type { Contracts } from '../calls/contract-call.ts'

const keysCreated = toEventSelector(getAbiItem({ abi: keyRegistryAbi, name: 'KeysCreated' }))
/** Digits of a word of the ABI. */
const word = 64

/** What a `createKeys` made, from its event: lot and number of keys. The list itself is not decoded, which of 500 keys takes longer than all the rest. */
export function createdKeys({ KeyRegistry }: Contracts, { logs }: Pick<TransactionReceipt, 'logs'>): { lot: string | null; count: number } {
  for (const { address, topics, data } of logs) {
    if (topics[0] !== keysCreated || address.toLowerCase() !== KeyRegistry.address) continue
    // account, place of the list, its length
    const count = Number(`0x${data.slice(2 + 2 * word, 2 + 3 * word)}`)
    return { lot: String(BigInt(topics[2] as Hex)), count }
  }
  return { lot: null, count: 0 }
}

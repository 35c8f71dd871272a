import { decodeEventLog, toEventSelector, getAbiItem } from 'viem'
import { keyRegistryAbi } from '../../chain/abi/key-registry.generated.ts'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { eventsOf, type IndexedContract } from './contracts.ts'

export type RawLog = { readonly topics: readonly Hex[]; readonly data: Hex }

export type DecodedLog = { readonly eventName: string; readonly args: unknown }

/** What a log says; `undefined` where the contract's interface has no such event. @throws Problem `chain_nonsense` */
export function decodeLog(contract: IndexedContract, { topics, data }: RawLog): DecodedLog | undefined {
  const event = eventsOf[contract].get(topics[0] ?? '0x')
  if (event === undefined) return undefined
  try {
    const { eventName, args } = decodeEventLog({ abi: [event], topics: topics as [Hex, ...Hex[]], data, strict: true })
    return { eventName, args }
  } catch (error) {
    throw new Problem('chain_nonsense', { detail: `a log of ${contract} is no ${event.name}, which its topic says it is`, cause: error })
  }
}

export const keysCreatedTopic = toEventSelector(getAbiItem({ abi: keyRegistryAbi, name: 'KeysCreated' }))

/** KeysCreated. `keyIds`: 32 octets each, one behind the other. */
export type CreatedKeys = {
  readonly process: number
  readonly lot: number
  readonly ownerId: Hex
  readonly account: Buffer
  readonly keyIds: Buffer
}

const word = 32
/** account, where the list begins, and how long it is. */
const head = 3 * word

/** The same of KeysCreated, whose list is nearly all that a registry says: not taken apart key by key. @throws Problem `chain_nonsense` */
export function decodeKeysCreated({ topics, data }: RawLog): CreatedKeys {
  const [, process, lot, owner] = topics
  const bytes = Buffer.from(data.slice(2), 'hex')
  const isList = bytes.length >= head && bytes.readUInt32BE(2 * word - 4) === 2 * word
  if (process === undefined || lot === undefined || owner === undefined || !isList) throw notKeysCreated()
  const keyIds = bytes.subarray(head)
  if (keyIds.length !== bytes.readUInt32BE(head - 4) * word || data.length !== 2 + 2 * bytes.length) throw notKeysCreated()
  return { process: Number(process), lot: Number(lot), ownerId: ownerOf(topics), account: bytes.subarray(word - 20, word), keyIds }
}

/** The data of a KeysCreated as the chain has it. */
export function encodeKeysCreated(account: Uint8Array, keyIds: Uint8Array): Hex {
  const number = (value: number) => value.toString(16).padStart(2 * word, '0')
  const list = Buffer.from(keyIds.buffer, keyIds.byteOffset, keyIds.byteLength).toString('hex')
  return `0x${Buffer.from(account)
    .toString('hex')
    .padStart(2 * word, '0')}${number(2 * word)}${number(keyIds.length / word)}${list}`
}

/** `ownerId` of a KeysCreated's topics. */
export const ownerOf = ([, , , owner]: readonly Hex[]): Hex => `0x${owner?.slice(-40) ?? ''}`

const notKeysCreated = () => new Problem('chain_nonsense', { detail: 'a log of KeyRegistry is no KeysCreated, which its topic says it is' })

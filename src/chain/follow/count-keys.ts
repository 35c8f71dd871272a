import { encodeEventTopics } from 'viem'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import type { FollowedLog } from './window.ts'

const [keysCreated] = encodeEventTopics({ abi: keyRegistryAbi, eventName: 'KeysCreated' })

/** Digits before the keys: 0x, the account, the place of the list, its length. */
const before = 2 + 3 * 64

/** How many keys the logs say were registered; what is no well-formed event counts for what it is long. */
export function countKeys(logs: readonly FollowedLog[]): number {
  let keys = 0
  for (const { topics, data } of logs) if (topics[0] === keysCreated) keys += Math.max(0, Math.floor((data.length - before) / 64))
  return keys
}

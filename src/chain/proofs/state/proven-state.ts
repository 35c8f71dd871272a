import { LRUCache } from 'lru-cache'
import type { Deployment } from '../../deployment.ts'
import type { Client } from '../../client.ts'
import type { ProvenHeader } from '../proof.ts'
import { verifyStorage } from '../verify-storage.ts'
import type { StoringContract } from './layout.ts'

/** What the record contracts hold after a block, each word proven against the block's state root. */
export type ProvenState = {
  readonly header: ProvenHeader
  /** @throws Problem `proof_invalid`, `state_missing` */
  word(contract: StoringContract, slot: bigint): Promise<bigint>
  /** How many words were proven so far. */
  proven(): number
}

/** Records of lots and entities are asked for again and again, keys once. */
const wordsInMemory = 100_000
const wordsPerRequest = 1000

type Waiting = { readonly slot: bigint; resolve(value: bigint): void; reject(error: unknown): void }

/** Words that are asked for at the same time are proven together. */
export function openProvenState(client: Client, { contracts }: Deployment, header: ProvenHeader): ProvenState {
  const known = new LRUCache<string, Promise<bigint>>({ max: wordsInMemory })
  const waiting = new Map<StoringContract, Waiting[]>()
  let proven = 0

  const prove = async (contract: StoringContract, some: readonly Waiting[]) => {
    try {
      const words = await verifyStorage(
        client,
        header,
        contracts[contract].address,
        some.map(({ slot }) => slot),
      )
      proven += words.length
      for (const [index, { resolve }] of some.entries()) resolve(words[index]!)
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }
  const proveAll = () => {
    const all = [...waiting]
    waiting.clear()
    for (const [contract, some] of all) {
      for (let first = 0; first < some.length; first += wordsPerRequest) void prove(contract, some.slice(first, first + wordsPerRequest))
    }
  }
  return {
    header,
    proven: () => proven,
    word: (contract, slot) => {
      const name = `${contract} ${slot}`
      const before = known.get(name)
      if (before !== undefined) return before
      const value = new Promise<bigint>((resolve, reject) => {
        if (waiting.size === 0) setImmediate(proveAll)
        const some = waiting.get(contract) ?? []
        waiting.set(contract, some)
        some.push({ slot, resolve, reject })
      })
      known.set(name, value)
      return value
    },
  }
}

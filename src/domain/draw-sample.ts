import { hash } from 'node:crypto'
import type { Hex } from './fields.ts'

/** A key of a sample; `rank` from 1, in the order of `score`. */
export type DrawnKey = { readonly rank: number; readonly key_id: Hex; readonly score: Hex }
export type Draw = { readonly population: number; readonly keys: readonly DrawnKey[] }

/**
 * Draws a sample (5.6.3), the same for anybody who reads the chain.
 *
 * The population are the keys that were registered under the process in blocks whose time is from `from` to `until`, both included, and that come
 * before the draw block, by the chain's `KeysCreated` events; what became of a key since does not matter, and a key counts once. The seed is the hash of the draw
 * block, which nobody knew when the sample was requested. The score of a key is SHA-256 of the 32 bytes of the seed and the 32 bytes of its
 * key id; the sample are the `size` keys of the lowest scores, or all keys where there are fewer.
 * @param keyIds the population, in any order
 */
export function drawSample(seed: Hex, size: number, keyIds: Iterable<Hex>): Draw {
  const seedBytes = Buffer.from(seed.slice(2), 'hex')
  const scored = [...new Set(keyIds)].map((key_id) => {
    const bytes = Buffer.concat([seedBytes, Buffer.from(key_id.slice(2), 'hex')])
    return { key_id, score: `0x${hash('sha256', bytes, 'hex')}` as const }
  })
  scored.sort((one, other) => (one.score < other.score ? -1 : 1))
  return { population: scored.length, keys: scored.slice(0, size).map((key, index) => ({ rank: index + 1, ...key })) }
}

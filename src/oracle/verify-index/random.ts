import { createHash } from 'node:crypto'
import type { Hex } from '../../domain/fields.ts'

/** Numbers that follow from a seed, so that a comparison can be run again. */
export type Random = {
  word(): Hex
  /** From 0 on. */
  below(limit: number): number
}

export function randomBy(seed: string): Random {
  let count = 0
  const word = (): Hex => `0x${createHash('sha256').update(`${seed} ${count++}`).digest('hex')}`
  return { word, below: (limit) => Number(BigInt(word()) % BigInt(limit)) }
}

/** So many of the numbers 1 to `count`, each once; all of them where there are no more. */
export function someOf(random: Random, count: number, wanted: number): number[] {
  if (count <= wanted) return Array.from({ length: count }, (_, index) => index + 1)
  const found = new Set<number>()
  while (found.size < wanted) found.add(1 + random.below(count))
  return [...found]
}

import { createHash } from 'node:crypto'
import type { Hex } from '../../../src/domain/fields.ts'
import { settings } from '../../../scripts/faults/settings.ts'

export type Draws = {
  /** A whole number from 0 on, below `end`. */
  below(end: number): number
  /** One of them. */
  of<T>(choices: readonly T[]): T
  /** Key ids that nobody had before, of this seed. */
  keyIds(count: number): Hex[]
}

/** What chance gives to the case `name`: the same for the same seed. */
export function drawsOf(name: string): Draws {
  let count = 0
  const next = () => createHash('sha256').update(`${settings.seed} ${name} ${count++}`).digest()
  const below = (end: number) => next().readUInt32BE() % end
  return {
    below,
    of: <T>(choices: readonly T[]) => choices[below(choices.length)] as T,
    keyIds: (length) => Array.from({ length }, (): Hex => `0x${next().toString('hex')}`),
  }
}

import { createHash } from 'node:crypto'
import type { Hex } from '../../../src/domain/fields.ts'

/** Distinct key ids that are always the same. */
export const keyIds = (name: string, count: number): Hex[] =>
  Array.from({ length: count }, (_, index): Hex => `0x${createHash('sha256').update(`${name}${index}`).digest('hex')}`)

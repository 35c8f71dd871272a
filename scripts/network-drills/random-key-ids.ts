import { randomBytes } from 'node:crypto'
import type { Hex } from '../../src/domain/fields.ts'

/** As good as key ids of real keys: the registry cannot tell. */
export const randomKeyIds = (count: number): Hex[] => Array.from({ length: count }, (): Hex => `0x${randomBytes(32).toString('hex')}`)

import { hash } from 'node:crypto'
import type { Hex } from './fields.ts'

/** JSON without white space and with sorted member names, so that one document has one text (RFC 8785 for what `value` may hold here). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )
}

/** SHA-256 of the canonical JSON of `value`. */
export function digestOfJson(value: unknown): Hex {
  return `0x${hash('sha256', canonicalJson(value), 'hex')}`
}

import { z } from 'zod'
import { fromBits } from '../bit-fields.ts'

/** A bit field as an array of names, or as `0x` and hex digits (lowest bit: first name); comes out as names in the list's order. */
export function bitsField<T extends readonly [string, ...string[]]>(names: T) {
  const hex = z.string().regex(/^0x[0-9a-fA-F]{1,16}$/, 'must be an array of names, or 0x and up to 16 hex digits')
  return z.union([z.array(z.enum(names)).max(64), hex]).transform((value, context): T[number][] => {
    if (typeof value !== 'string') return names.filter((name) => (value as string[]).includes(name))
    const bits = BigInt(value)
    if (bits >> BigInt(names.length) === 0n) return fromBits<T[number]>(names, bits)
    context.addIssue({ code: 'custom', message: `has bits set past the ${names.length} names that there are` })
    return z.NEVER
  })
}

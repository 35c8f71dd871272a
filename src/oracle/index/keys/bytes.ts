import type { Hex } from '../../../domain/fields.ts'

export const idLength = 32

export const toBytes = (hex: Hex): Uint8Array => Buffer.from(hex.slice(2), 'hex')

export const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`

/** Key ids that stand one behind the other. */
export function* idsOf(list: Uint8Array): Generator<Hex> {
  for (let start = 0; start < list.length; start += idLength) yield toHex(list.subarray(start, start + idLength))
}

import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Hex } from '../../domain/fields.ts'
import { hexOf } from './bytes.ts'

/** 32 bytes of a number, as Solidity pads what is hashed. */
export function word(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}

/** Slot of the entry `key` of a mapping at `slot`. Keys are value types: uints, addresses, bytes32. */
export function slotInMapping(slot: bigint, key: bigint | Hex): bigint {
  return BigInt(hexOf(keccak_256(Buffer.concat([word(BigInt(key)), word(slot)]))))
}

/** Slot of the first element of an array, or of the bytes of a long string, at `slot`. */
export const firstSlotOf = (slot: bigint): bigint => BigInt(hexOf(keccak_256(word(slot))))

/** `bits` of a storage word from bit `from` on, counted from the lowest. */
export const bitsOf = (value: bigint, from: number, bits: number): bigint => (value >> BigInt(from)) & ((1n << BigInt(bits)) - 1n)

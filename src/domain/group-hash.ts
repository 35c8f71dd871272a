import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Hex } from './fields.ts'

/** How a group stands on chain where caps are counted: keccak-256 of the rlid of the ultimate parent. */
export function groupHashOf(rlid: string): Hex {
  return `0x${Buffer.from(keccak_256(Buffer.from(rlid))).toString('hex')}`
}

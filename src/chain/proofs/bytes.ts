import { RLP } from '@ethereumjs/rlp'
import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'

/** What RLP carries: bytes, or a list of such. */
export type Rlp = Uint8Array | Rlp[]

/** Bytes of what others wrote as 0x and hex. @throws Problem `proof_invalid` */
export function bytesOf(hex: unknown): Uint8Array {
  if (typeof hex !== 'string' || !hex.startsWith('0x')) throw invalid('something that is to be 0x and hex is none')
  const bytes = Buffer.from(hex.slice(2), 'hex')
  // what is no hex digit ends the conversion
  if (bytes.length * 2 + 2 !== hex.length) throw invalid('something that is to be bytes in hex is none')
  return bytes
}

export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`
}

/** A number as RLP has it: without leading zeros, zero as nothing. */
export function quantity(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0)
  const digits = value.toString(16)
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}

export const keccak = (bytes: Uint8Array): Hex => hexOf(keccak_256(bytes))

/** @throws Problem `proof_invalid` where it is no RLP */
export function decodeRlp(bytes: Uint8Array): Rlp {
  try {
    return RLP.decode(bytes)
  } catch (error) {
    throw new Problem('proof_invalid', { detail: `something that is to be RLP is none: ${(error as Error).message}`, cause: error })
  }
}

export const encodeRlp = (value: Rlp): Uint8Array => RLP.encode(value)

/** A list of bytes and nothing else. @throws Problem `proof_invalid` */
export function listOfBytes(value: Rlp | undefined, what: string): Uint8Array[] {
  if (Array.isArray(value) && value.every((each) => each instanceof Uint8Array)) return value
  throw invalid(`${what} is no list of bytes`)
}

/** @throws Problem `proof_invalid` */
export function singleBytes(value: Rlp | undefined, what: string): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw invalid(`${what} is missing or a list`)
}

export const invalid = (detail: string) => new Problem('proof_invalid', { detail })

import type { Hex } from '../../domain/fields.ts'
import { invalid } from './bytes.ts'
import { decodeHeader } from './header.ts'
import type { ProvenHeader } from './proof.ts'

/** @throws Problem `proof_invalid` unless the header `rlp` is the one of the block `hash` */
export function verifyHeader(rlp: Hex, hash: Hex): ProvenHeader {
  const header = decodeHeader(rlp)
  if (header.hash !== hash.toLowerCase()) throw invalid(`the header of block ${header.number} hashes to ${header.hash}, not to ${hash}`)
  return header
}

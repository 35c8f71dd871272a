import { decodeRlp, encodeRlp, invalid, listOfBytes, quantity, singleBytes, type Rlp } from './bytes.ts'

/** What a block of QBFT has in extraData (EEA QBFT specification 1). */
export type QbftExtraData = {
  readonly vanity: Uint8Array
  /** Empty where a contract chooses them. */
  readonly validators: Rlp
  readonly vote: Rlp
  /** Round of consensus in which the block was agreed; 0: at the first attempt. */
  readonly round: number
  /** Signatures of 65 bytes, r, s and v (0 or 1), of those who committed to the block. */
  readonly seals: readonly Uint8Array[]
}

const fields = 5

/** @throws Problem `proof_invalid` where it is none of QBFT */
export function decodeExtraData(bytes: Uint8Array): QbftExtraData {
  const found = decodeRlp(bytes)
  if (!Array.isArray(found) || found.length !== fields) {
    throw invalid(`extraData has ${Array.isArray(found) ? found.length : 'no'} fields, of QBFT it has ${fields}`)
  }
  const [vanity, validators, vote, round, seals] = found as [Rlp, Rlp, Rlp, Rlp, Rlp]
  const number = singleBytes(round, 'the round')
  if (number.length > 4) throw invalid('the round is no number of four bytes')
  return {
    vanity: singleBytes(vanity, 'the vanity'),
    validators,
    vote,
    round: number.reduce((sum, byte) => sum * 256 + byte, 0),
    seals: listOfBytes(seals, 'the list of seals'),
  }
}

/** Without seals: `round` 0 as the block's hash has it, its own as a seal signs it. */
export function unsealed({ vanity, validators, vote }: QbftExtraData, round: number): Uint8Array {
  return encodeRlp([vanity, validators, vote, quantity(BigInt(round)), []])
}

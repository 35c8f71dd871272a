import { recoverAddress } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { quorumOf } from '../../domain/quorum.ts'
import { hexOf, invalid } from './bytes.ts'
import { decodeHeader, sealsOf } from './header.ts'

/**
 * That the validators agreed to a block of QBFT: at least ceil(2n/3) of them sealed it, each once, and nobody else did; Besu asks the same of a block.
 * @param rlp the header with its seals
 * @param validators accounts of those who had to: of the set after the block before, in lower case
 * @throws Problem `proof_invalid`
 */
export async function verifySeals(rlp: Hex, validators: readonly Hex[]): Promise<void> {
  const { number } = decodeHeader(rlp)
  const sealers = await sealersOf(rlp)
  const twice = sealers.find((sealer, place) => sealers.indexOf(sealer) !== place)
  if (twice !== undefined) throw invalid(`block ${number} has two seals of ${twice}`)
  const stranger = sealers.find((sealer) => !validators.includes(sealer))
  if (stranger !== undefined) throw invalid(`block ${number} has a seal of ${stranger}, who is no validator of it, or a forged one`)
  const needed = quorumOf(new Set(validators).size)
  if (validators.length === 0 || sealers.length < needed) {
    throw invalid(`block ${number} has ${sealers.length} seals of ${validators.length} validators, it takes ${needed}`)
  }
}

/** Who sealed a block, in lower case; who a forged seal is of, nobody knows. @throws Problem `proof_invalid` for a block that is none of QBFT */
export async function sealersOf(rlp: Hex): Promise<Hex[]> {
  const sealed = sealsOf(rlp)
  if (sealed === undefined) throw invalid('it is no block of QBFT, or block 0: it has no seals')
  return Promise.all(sealed.seals.map((seal) => recover(sealed.hash, seal)))
}

async function recover(hash: Hex, seal: Uint8Array): Promise<Hex> {
  try {
    return (await recoverAddress({ hash, signature: hexOf(seal) })).toLowerCase() as Hex
  } catch (error) {
    throw invalid(`a seal is no signature: ${(error as Error).message}`)
  }
}

/** Signatures that a block of QBFT takes: ceil(2n / 3) of n validators. With fewer at work the chain halts. */
export function quorumOf(validators: number): number {
  return Math.ceil((2 * validators) / 3)
}

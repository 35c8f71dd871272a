/** Samples of a window of the adaptive proportion test, where a sample has more than two values (SP 800-90B, 4.4.2). */
export const window = 512

/** A sound source fails a test once in 2^30 times; SP 800-90B, 4.4 recommends between 2^20 and 2^40. */
const falseAlarmBits = 30

export type Cutoffs = {
  /** Equal samples in a row that fail the repetition count test. */
  readonly repetition: number
  /** Samples of a window equal to its first that fail the adaptive proportion test. */
  readonly proportion: number
}

/** @param minEntropy bits a sample, above 0 */
export function cutoffsOf(minEntropy: number): Cutoffs {
  return {
    repetition: 1 + Math.ceil(falseAlarmBits / minEntropy),
    proportion: Math.min(window, 1 + criticalBinomial(2 ** -minEntropy, 2 ** -falseAlarmBits)),
  }
}

/** The least k such that more than k of `window` samples, each equal with probability `p`, come with a probability of `alpha` at most. */
function criticalBinomial(p: number, alpha: number): number {
  // logarithms: p to the 512th is too small for a number
  let [tail, k, log] = [0, window, window * Math.log(p)]
  for (; k > 0 && tail + Math.exp(log) <= alpha; k--) {
    tail += Math.exp(log)
    log += Math.log(k / (window - k + 1)) + Math.log1p(-p) - Math.log(p)
  }
  return k
}

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
  let [tail, k] = [0, window]
  for (let term = p ** window; k > 0 && tail + term <= alpha; k--) {
    tail += term
    // the probability of k - 1 from that of k; small p can take it to 0, where the logarithm cannot follow
    term = term === 0 ? Math.exp(logProbability(k - 1, p)) : (term * k * (1 - p)) / ((window - k + 1) * p)
  }
  return k
}

function logProbability(k: number, p: number): number {
  let log = k * Math.log(p) + (window - k) * Math.log1p(-p)
  for (let i = 0; i < k; i++) log += Math.log((window - i) / (k - i))
  return log
}

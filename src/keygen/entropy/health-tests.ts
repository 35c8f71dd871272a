import { Problem } from '../../domain/problem.ts'
import { cutoffsOf, window } from './cutoffs.ts'

/** Takes the raw samples of a noise source, one after the other, and throws when it has failed. */
export type HealthTests = (samples: Uint8Array) => void

/**
 * The continuous health tests of SP 800-90B on samples of 8 bits: repetition count (4.4.1) and adaptive proportion (4.4.2).
 * @param minEntropy bits a sample that the source was assessed to have, above 0, at most 8
 * @returns tests that throw Problem noise_source_failed, from the first failure on at every call
 */
export function healthTests(minEntropy: number): HealthTests {
  const cutoffs = cutoffsOf(minEntropy)
  let failure: string | undefined
  let [last, repetitions] = [-1, 0]
  let [first, equal, seen] = [-1, 0, 0]

  const repetitionCount = (sample: number) => {
    repetitions = sample === last ? repetitions + 1 : 1
    last = sample
    if (repetitions >= cutoffs.repetition) failure = `the repetition count test: ${repetitions} equal samples in a row`
  }
  const adaptiveProportion = (sample: number) => {
    if (seen === 0) [first, equal] = [sample, 0]
    if (sample === first) equal += 1
    seen = (seen + 1) % window
    if (equal >= cutoffs.proportion) failure = `the adaptive proportion test: one value ${equal} times in ${window} samples`
  }
  return (samples) => {
    for (const sample of samples) {
      repetitionCount(sample)
      adaptiveProportion(sample)
    }
    if (failure !== undefined) {
      throw new Problem('noise_source_failed', { detail: `the noise source failed ${failure} (min-entropy ${minEntropy} bits a sample)` })
    }
  }
}

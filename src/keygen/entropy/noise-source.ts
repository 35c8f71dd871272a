import { closeSync, openSync, readSync } from 'node:fs'
import { Problem } from '../../domain/problem.ts'
import { healthTests } from './health-tests.ts'

export type NoiseSource = {
  /** Fills `samples` with raw samples that passed the health tests. @throws Problem noise_source_failed */
  read(samples: Uint8Array): void
  close(): void
}

/** SP 800-90B, 4.3: the start-up tests run over 1,024 consecutive samples at least; none of them is used. */
const startUpSamples = 1024

/**
 * Opens a raw noise source, an octet a sample, and runs its start-up tests.
 * @param minEntropy bits a sample
 * @throws Problem noise_source_failed
 */
export function openNoiseSource(path: string, minEntropy: number): NoiseSource {
  const failed = (detail: string, cause?: unknown) => new Problem('noise_source_failed', { field: path, detail, cause })
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (cause) {
    throw failed((cause as Error).message, cause)
  }
  const test = healthTests(minEntropy)
  const read = (samples: Uint8Array) => {
    let filled = 0
    while (filled < samples.length) {
      const count = readOnce(samples, filled)
      if (count === 0) throw failed('the noise source has ended')
      filled += count
    }
    test(samples)
  }
  const readOnce = (samples: Uint8Array, offset: number): number => {
    try {
      return readSync(file, samples, offset, samples.length - offset, null)
    } catch (cause) {
      throw failed((cause as Error).message, cause)
    }
  }
  const close = () => closeSync(file)
  try {
    const startUp = Buffer.alloc(startUpSamples)
    read(startUp)
    startUp.fill(0)
  } catch (error) {
    close()
    throw error
  }
  return { read, close }
}

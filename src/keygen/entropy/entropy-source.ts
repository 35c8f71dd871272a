import { createHash, randomFillSync } from 'node:crypto'
import { openNoiseSource } from './noise-source.ts'

/** Where the random bits of a key come from. */
export type EntropySource = {
  /** Fills `bytes`, 32 octets. @throws Problem noise_source_failed */
  fill(bytes: Uint8Array): void
  close(): void
}

/** A raw noise source: a device or file that gives an octet a sample, and the min-entropy of a sample in bits. */
export type Noise = { readonly file: string; readonly minEntropy: number }

/** The random bit generator of the operating system. */
export const operatingSystem: EntropySource = { fill: (bytes) => void randomFillSync(bytes), close: () => undefined }

/** Min-entropy that goes in for 256 bits out: SP 800-90B, 3.1.5.1.2 wants 64 bits more than come out. */
const wantedEntropy = 256 + 64

/**
 * A raw noise source, health-tested, conditioned with SHA-256 (a vetted function: SP 800-90B, 3.1.5.1.1) together with as many bits of the
 * operating system's, so that either alone keeps a key secret.
 * @throws Problem noise_source_failed, before the first key too
 */
export function noiseAndOperatingSystem({ file, minEntropy }: Noise): EntropySource {
  const noise = openNoiseSource(file, minEntropy)
  const input = Buffer.allocUnsafeSlow(Math.ceil(wantedEntropy / minEntropy) + 32)
  const samples = input.subarray(32)
  return {
    fill: (bytes) => {
      try {
        randomFillSync(input, 0, 32)
        noise.read(samples)
        const output = createHash('sha256').update(input).digest()
        bytes.set(output)
        output.fill(0)
      } finally {
        input.fill(0)
      }
    },
    close: noise.close,
  }
}

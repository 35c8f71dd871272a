const bits = 27
const probes = 6

/**
 * Whether a digest may have come before: no is certain, yes has to be looked at. A Bloom filter of 16 MiB, wrong about one of ten million
 * digests in the first million; when very many have come it says yes to all.
 * @returns adds a digest of 32 octets, and says so
 */
export function createSeenFilter(): (digest: Uint8Array) => boolean {
  const words = new Int32Array(2 ** (bits - 5))
  return (digest) => {
    let seen = true
    for (let probe = 0; probe < probes; probe++) {
      const at = probe * 4
      const low = (digest[at] ?? 0) | ((digest[at + 1] ?? 0) << 8) | ((digest[at + 2] ?? 0) << 16) | ((digest[at + 3] ?? 0) << 24)
      const place = low >>> (32 - bits)
      const word = words[place >>> 5] as number
      const bit = 1 << (place & 31)
      if ((word & bit) === 0) seen = false
      words[place >>> 5] = word | bit
    }
    return seen
  }
}

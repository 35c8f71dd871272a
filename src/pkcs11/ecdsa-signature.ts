import { derOf, tags } from '../domain/der.ts'

/** DER Ecdsa-Sig-Value (RFC 3279, 2.2.3) of a signature as PKCS#11 and IEEE P1363 have it: r and s of equal length, one behind the other. */
export function ecdsaSignatureOf(raw: Uint8Array): Buffer {
  const half = raw.length / 2
  return derOf(tags.sequence, integer(raw.subarray(0, half)), integer(raw.subarray(half)))
}

function integer(octets: Uint8Array): Buffer {
  const first = octets.findIndex((octet) => octet !== 0)
  const minimal = octets.subarray(first < 0 ? octets.length - 1 : first)
  return derOf(tags.integer, ...((minimal[0] ?? 0) >= 0x80 ? [Buffer.of(0)] : []), minimal)
}

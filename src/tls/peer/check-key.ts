/** AlgorithmIdentifier ecdsa-with-SHA256 (RFC 5758, 3.2), without parameters: the only signature of IEEE 2030.5-2018, 6.11. */
export const ecdsaWithSha256 = '300a06082a8648ce3d040302'

/** AlgorithmIdentifier of an elliptic curve key on P-256, named (RFC 5480, 2.1.1); a SubjectPublicKeyInfo has it behind two octets. */
const p256 = '301306072a8648ce3d020106082a8648ce3d030107'

/** Whether a key is on P-256 by the curve's name. Explicit parameters are refused: RFC 5480, 2.1.1 forbids them in certificates. */
export function isNamedP256(spki: Uint8Array): boolean {
  return Buffer.from(spki.buffer, spki.byteOffset + 2, Math.min(p256.length / 2, spki.byteLength - 2)).toString('hex') === p256
}

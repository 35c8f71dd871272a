import { hash } from 'node:crypto'
import { canonicalSpki } from './canonical-spki.ts'
import { ellipticCurves, isOnCurve } from './elliptic-curves.ts'
import type { EllipticCurve } from './elliptic-curves.ts'
import type { Hex } from './fields.ts'
import { spkiOfCertificate } from './spki-of.ts'

/** The canonical P-256 key up to its coordinates: 26 octets and 04. */
const p256Header = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex')
const p256Length = p256Header.length + 64
const p256 = ellipticCurves.find((curve) => curve.name === 'P-256') as EllipticCurve

/**
 * Key id of a public key: SHA-256 of its canonical SubjectPublicKeyInfo, the same for every spelling of a key.
 * @param spkiDer one whole DER SubjectPublicKeyInfo (RFC 5280, 4.1.2.7)
 * @throws Problem invalid_key
 */
export function keyIdOf(spkiDer: Uint8Array): Hex {
  return identifyKey(spkiDer).key_id
}

/** A public key in its canonical form, and its id: the curve is looked at once for both. @throws Problem invalid_key */
export function identifyKey(spkiDer: Uint8Array): { readonly key_id: Hex; readonly spki: Uint8Array } {
  const spki = isCanonicalP256(spkiDer) ? spkiDer : canonicalSpki(spkiDer)
  return { key_id: digestOf(spki), spki }
}

/** Key id of a DER certificate's subject. @throws Problem invalid_key */
export function keyIdOfCertificate(certificateDer: Uint8Array): Hex {
  return keyIdOf(spkiOfCertificate(certificateDer))
}

/** Nearly every key in the field: told at sight, so that a handshake does not pay for taking it to pieces. */
function isCanonicalP256(spki: Uint8Array): boolean {
  if (spki.length !== p256Length) return false
  const bytes = Buffer.from(spki.buffer, spki.byteOffset, p256Length)
  if (bytes.compare(p256Header, 0, p256Header.length, 0, p256Header.length) !== 0) return false
  const x = BigInt(`0x${bytes.toString('hex', p256Header.length, p256Header.length + 32)}`)
  const y = BigInt(`0x${bytes.toString('hex', p256Header.length + 32)}`)
  return isOnCurve(p256, x, y)
}

function digestOf(spki: Uint8Array): Hex {
  return `0x${hash('sha256', spki, 'hex')}`
}

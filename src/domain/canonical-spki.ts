import { ECDH } from 'node:crypto'
import { contentOf, derOf, octetsOfBitString, positiveInteger, readDer, readInside, tags, wholeOf } from './der.ts'
import type { DerElement } from './der.ts'
import { ellipticCurves, isOnCurve } from './elliptic-curves.ts'
import type { EllipticCurve } from './elliptic-curves.ts'
import { Problem } from './problem.ts'

const ecPublicKey = '06072a8648ce3d0201'
const primeField = '06072a8648ce3d0101'
const rsaEncryption = '06092a864886f70d010101'
/** RFC 5480, 2.1.2: id-ecDH and id-ecMQV name the same keys otherwise, and cannot sign. */
const restrictedEcAlgorithms = ['06052b8104010c', '06052b8104010d']
/** RFC 8410, 3: X25519, X448, Ed25519 and Ed448 have no parameters. */
const rfc8410 = /^06032b65(6e|6f|70|71)$/

const name = 'SubjectPublicKeyInfo'

/**
 * The one form of a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) from which a key id is taken. Elliptic curves: named curve and uncompressed
 * point (RFC 5480, 2.1.1 and 2.2), from compressed and hybrid points and from explicit parameters too; other key types stand as they are.
 * @param spki one whole DER element
 * @throws Problem invalid_key for anything but one well-formed key, a point that is not on its curve, or an unknown curve
 */
export function canonicalSpki(spki: Uint8Array): Uint8Array {
  const outer = readDer(spki, name)
  const sequence = outer.take(tags.sequence, 'the key')
  outer.close()
  const fields = readInside(spki, name, sequence)
  const algorithm = fields.take(tags.sequence, 'algorithm')
  const publicKey = octetsOfBitString(spki, fields.take(tags.bitString, 'subjectPublicKey'), `${name}: subjectPublicKey`)
  fields.close()

  const inside = readInside(spki, name, algorithm)
  const oid = hexOf(wholeOf(spki, inside.take(tags.oid, 'algorithm identifier')))
  const parameters = inside.more() ? inside.any('algorithm parameters') : undefined
  inside.close()

  if (oid === ecPublicKey) {
    if (parameters === undefined) throw invalid('the elliptic curve is missing')
    const curve = curveOf(spki, parameters)
    return encode(curve, uncompressed(curve, publicKey, 'the public key'))
  }
  if (restrictedEcAlgorithms.includes(oid)) throw invalid('id-ecDH and id-ecMQV keys cannot sign; give the key as id-ecPublicKey')
  if (oid === rsaEncryption) checkRsa(spki, parameters, publicKey)
  if (rfc8410.test(oid) && parameters !== undefined) throw invalid('an RFC 8410 key has no algorithm parameters')
  return spki
}

/** The canonical SubjectPublicKeyInfo of the uncompressed `point` of `curve`. */
function encode(curve: EllipticCurve, point: Uint8Array): Buffer {
  const algorithm = derOf(tags.sequence, Buffer.from(ecPublicKey + curve.oid, 'hex'))
  return derOf(tags.sequence, algorithm, derOf(tags.bitString, Buffer.of(0), point))
}

/** The named curve that `parameters` (RFC 3279, 2.3.5 EcpkParameters) stand for. */
function curveOf(bytes: Uint8Array, parameters: DerElement): EllipticCurve {
  if (parameters.tag === tags.oid) {
    const oid = hexOf(wholeOf(bytes, parameters))
    const curve = ellipticCurves.find((each) => each.oid === oid)
    if (curve === undefined) throw invalid(`the curve is none of ${ellipticCurves.map((each) => each.name).join(', ')}`)
    return curve
  }
  if (parameters.tag !== tags.sequence) throw invalid('the curve is neither named nor given by explicit parameters')
  return explicitCurve(bytes, parameters)
}

/** SEC 1, C.2 SpecifiedECDomain; every number must be the named curve's, the base point too (CVE-2020-0601). */
function explicitCurve(bytes: Uint8Array, parameters: DerElement): EllipticCurve {
  const domain = readInside(bytes, `${name}: explicit parameters`, parameters)
  const version = positiveInteger(bytes, domain.take(tags.integer, 'version'), 'version')
  const field = readInside(bytes, `${name}: field`, domain.take(tags.sequence, 'field'))
  if (hexOf(wholeOf(bytes, field.take(tags.oid, 'field type'))) !== primeField) throw invalid('the curve is not over a prime field')
  const p = positiveInteger(bytes, field.take(tags.integer, 'prime'), 'the prime')
  field.close()
  const coefficients = readInside(bytes, `${name}: curve`, domain.take(tags.sequence, 'curve'))
  const a = numberOf(contentOf(bytes, coefficients.take(tags.octetString, 'a')))
  const b = numberOf(contentOf(bytes, coefficients.take(tags.octetString, 'b')))
  coefficients.skip(tags.bitString)
  coefficients.close()
  const base = contentOf(bytes, domain.take(tags.octetString, 'base point'))
  const n = positiveInteger(bytes, domain.take(tags.integer, 'order'), 'the order')
  const cofactor = domain.skip(tags.integer)
  domain.close()

  const curve = ellipticCurves.find((each) => each.p === p && each.a === a && each.b === b && each.n === n)
  const whole = cofactor === undefined || positiveInteger(bytes, cofactor, 'the cofactor') === 1n
  if (curve === undefined || !whole || version > 3n) throw invalid('the explicit parameters are those of no known curve')
  const point = uncompressed(curve, base, 'the base point')
  const [x, y] = coordinates(curve, point)
  if (x !== curve.x || y !== curve.y) throw invalid(`the explicit parameters are those of ${curve.name} but for the base point`)
  return curve
}

/** `point` (SEC 1, 2.3.3, or X9.62's hybrid form) as 04, x, y. */
function uncompressed(curve: EllipticCurve, point: Uint8Array, what: string): Uint8Array {
  const form = point[0] ?? 0
  const length = form === 2 || form === 3 ? 1 + curve.size : 1 + 2 * curve.size
  if (![2, 3, 4, 6, 7].includes(form) || point.length !== length) throw invalid(`${what} is no point of ${curve.name}`)
  const plain = form === 4 ? point : expand(curve, point, what)
  const [x, y] = coordinates(curve, plain)
  if (!isOnCurve(curve, x, y)) throw invalid(`${what} is not on ${curve.name}`)
  return plain
}

function expand(curve: EllipticCurve, point: Uint8Array, what: string): Buffer {
  try {
    return ECDH.convertKey(Buffer.from(point), curve.openssl, undefined, undefined, 'uncompressed') as Buffer
  } catch (cause) {
    throw new Problem('invalid_key', { detail: `${name}: ${what} is not on ${curve.name}`, cause })
  }
}

function coordinates({ size }: EllipticCurve, point: Uint8Array): readonly [bigint, bigint] {
  return [numberOf(point.subarray(1, 1 + size)), numberOf(point.subarray(1 + size))]
}

/** RFC 3279, 2.3.1: parameters NULL, modulus and exponent; other spellings of one key would be other key ids. */
function checkRsa(spki: Uint8Array, parameters: DerElement | undefined, publicKey: Uint8Array): void {
  if (parameters === undefined || hexOf(wholeOf(spki, parameters)) !== '0500') throw invalid('the parameters of an RSA key must be NULL')
  const outer = readDer(publicKey, 'RSAPublicKey')
  const numbers = readInside(publicKey, 'RSAPublicKey', outer.take(tags.sequence, 'the key'))
  outer.close()
  positiveInteger(publicKey, numbers.take(tags.integer, 'modulus'), 'the modulus')
  positiveInteger(publicKey, numbers.take(tags.integer, 'exponent'), 'the exponent')
  numbers.close()
}

function numberOf(octets: Uint8Array): bigint {
  return octets.length === 0 ? 0n : BigInt(`0x${hexOf(octets)}`)
}

function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex')
}

function invalid(detail: string): Problem {
  return new Problem('invalid_key', { detail: `${name}: ${detail}` })
}

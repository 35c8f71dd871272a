import { createPublicKey, hash, verify } from 'node:crypto'
import { canonicalSpki } from './canonical-spki.ts'
import type { Hex } from './fields.ts'
import { Problem } from './problem.ts'

/** Says of what a signature is, so that it counts for nothing else (IKeyRotation.rotateKey). */
const domainTag = Buffer.from('derkey rotation v1', 'ascii')
const idLength = 32
const statementLength = domainTag.length + 32 + 20 + 2 * idLength

export type Rotation = {
  readonly chainId: number
  /** Address of the KeyRegistry. */
  readonly registry: Hex
  readonly keyId: Hex
  readonly successorId: Hex
}

/**
 * What the successor's private key signs to follow on `keyId`: ECDSA over SHA-256 of it, as `openssl dgst -sha256 -sign` does. The domain
 * tag, chain id (32 octets), registry (20), old and new key id (32 each), one behind the other (IKeyRotation.rotateKey).
 */
export function rotationStatement({ chainId, registry, keyId, successorId }: Rotation): Uint8Array {
  return Buffer.concat([
    domainTag,
    octets(chainId.toString(16), 32, 'chainId'),
    octets(registry, 20, 'registry', { whole: true }),
    octets(keyId, idLength, 'keyId', { whole: true }),
    octets(successorId, idLength, 'successorId', { whole: true }),
  ])
}

/**
 * Whether `signature` proves that the successor named in `statement` follows on the key named there: `publicKeyDer` is the canonical
 * SubjectPublicKeyInfo of an elliptic-curve key and hashes to the successor's id, and the signature, DER of ECDSA-Sig-Value (RFC 3279,
 * 2.2.3) without an octet to spare, is the key's. Two keys without a good one are two devices. Never throws: whatever comes from a chain
 * is yes or no.
 * @param statement of `rotationStatement`
 */
export function verifyRotation(statement: Uint8Array, publicKeyDer: Uint8Array, signature: Uint8Array): boolean {
  if (statement.length !== statementLength) return false
  const successorId = Buffer.from(statement.subarray(-idLength)).toString('hex')
  if (hash('sha256', publicKeyDer, 'hex') !== successorId || !isCanonical(publicKeyDer)) return false
  try {
    const key = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ec' && verify('sha256', statement, { key, dsaEncoding: 'der' }, signature)
  } catch {
    // a curve or a signature that OpenSSL does not read is no proof
    return false
  }
}

function isCanonical(spki: Uint8Array): boolean {
  try {
    return Buffer.compare(canonicalSpki(spki), spki) === 0
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return false
  }
}

/** @throws RangeError for more octets than there is room for, or fewer where they have to be `whole` */
function octets(hex: string, length: number, what: string, { whole = false } = {}): Buffer {
  const digits = hex.startsWith('0x') ? hex.slice(2) : hex
  const fits = /^[0-9a-f]*$/i.test(digits) && (whole ? digits.length === 2 * length : digits.length <= 2 * length)
  if (!fits) throw new RangeError(`${what} has ${digits.length} hex digits; ${2 * length} belong there`)
  return Buffer.from(digits.padStart(2 * length, '0'), 'hex')
}

import { createECDH } from 'node:crypto'
import type { Hex } from '../../domain/fields.ts'
import { keyIdOf } from '../../domain/key-id.ts'
import type { EntropySource } from './entropy-source.ts'

/** A key pair on P-256, as long as it is used. */
export type NewKey = {
  readonly key_id: Hex
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  /** DER PKCS#8 (RFC 5958), zeroed when its use ends. */
  readonly pkcs8: Uint8Array
}

/** PKCS#8 of a key on P-256 (RFC 5958, RFC 5915): the private scalar of 32 octets stands between the first two, the point behind them. */
const beforeScalar = Buffer.from('308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420', 'hex')
const beforePoint = Buffer.from('a144034200', 'hex')
const spkiHeader = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
const scalarAt = beforeScalar.length
const pointAt = scalarAt + 32 + beforePoint.length

/** The order of P-256 (SP 800-186, 3.2.1.3). */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
const one = Buffer.alloc(32)
one[31] = 1

const ecdh = createECDH('prime256v1')

/**
 * Draws a private key, hands the pair to `use`, and zeroes it. The scalar is drawn into the one buffer that holds the clear key; numbers that
 * are 0 or not below the order are drawn again (FIPS 186-5, A.2.2).
 * @throws Problem noise_source_failed, and what `use` throws
 */
export function withNewKey<T>(source: EntropySource, use: (key: NewKey) => T): T {
  // of its own memory, not of the pool that other buffers share
  const pkcs8 = Buffer.allocUnsafeSlow(pointAt + 65)
  const scalar = pkcs8.subarray(scalarAt, scalarAt + 32)
  try {
    pkcs8.set(beforeScalar)
    pkcs8.set(beforePoint, scalarAt + 32)
    do source.fill(scalar)
    while (scalar.compare(order) >= 0 || scalar.every((octet) => octet === 0))
    ecdh.setPrivateKey(scalar)
    const point = ecdh.getPublicKey()
    pkcs8.set(point, pointAt)
    const spki = Buffer.concat([spkiHeader, point])
    return use({ key_id: keyIdOf(spki), spki, pkcs8 })
  } finally {
    // the library clears a private key when another takes its place
    ecdh.setPrivateKey(one)
    pkcs8.fill(0)
  }
}

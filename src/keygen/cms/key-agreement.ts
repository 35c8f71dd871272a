import { createHash, createECDH } from 'node:crypto'
import { sharedInfoOf } from './enveloped.ts'

/** RFC 3394, 2.2.3.1. */
export const wrapIv = Buffer.alloc(8, 0xa6)

const counter1 = Buffer.of(0, 0, 0, 1)
const one = Buffer.alloc(32)
one[31] = 1

const ecdh = createECDH('prime256v1')

/**
 * The key-encryption key: X9.63's derivation with SHA-256 (RFC 5753, 7.2; SEC 1, 3.6.1), one round for 256 bits. Zero it after use.
 * @param secret the x coordinate both sides agree on
 * @param recipient DER KeyAgreeRecipientIdentifier
 */
export function kekOf(secret: Uint8Array, recipient: Uint8Array): Buffer {
  return createHash('sha256').update(secret).update(counter1).update(sharedInfoOf(recipient)).digest()
}

/** An ephemeral key of the sender and the secret that it agrees on with `point`. Zero the secret after use; the key itself is gone already. */
export function agreeWith(point: Uint8Array): { ephemeral: Buffer; secret: Buffer } {
  const ephemeral = ecdh.generateKeys()
  try {
    return { ephemeral, secret: ecdh.computeSecret(point) }
  } finally {
    // the library clears a private key when another takes its place
    ecdh.setPrivateKey(one)
  }
}

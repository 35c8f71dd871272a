import { createCipheriv, randomBytes } from 'node:crypto'
import { encodeEnveloped } from './enveloped.ts'
import { agreeWith, kekOf, wrapIv } from './key-agreement.ts'
import { fitRecipient } from './recipient.ts'
import type { FitRecipient, Recipient } from './recipient.ts'

/**
 * Encrypts a private key for one recipient: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) under a key that is wrapped with
 * AES-256 (RFC 3394) for an ephemeral-static ECDH on P-256 with SHA-256 (RFC 5753). `openssl cms -decrypt` opens it.
 * @param privateKey DER PKCS#8; the caller zeroes it
 * @param now milliseconds since 1970, for the validity of the recipient's certificate
 * @returns DER ContentInfo
 * @throws Problem recipient_unfit
 */
export function wrapKey(privateKey: Uint8Array, recipient: Recipient, now: number = Date.now()): Buffer {
  return wrapKeyFor(fitRecipient(recipient, now), privateKey)
}

/** `wrapKey` for a recipient already found fit, of many keys for one production line. */
export function wrapKeyFor({ identifier, point }: FitRecipient, privateKey: Uint8Array): Buffer {
  const { ephemeral, secret } = agreeWith(point)
  const kek = kekOf(secret, identifier)
  const cek = randomBytes(32)
  try {
    const wrap = createCipheriv('id-aes256-wrap', kek, wrapIv)
    const wrappedCek = Buffer.concat([wrap.update(cek), wrap.final()])
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', cek, nonce)
    const ciphertext = Buffer.concat([cipher.update(privateKey), cipher.final()])
    return encodeEnveloped({ recipient: identifier, ephemeral, wrappedCek, nonce, ciphertext, mac: cipher.getAuthTag() })
  } finally {
    for (const used of [secret, kek, cek]) used.fill(0)
  }
}

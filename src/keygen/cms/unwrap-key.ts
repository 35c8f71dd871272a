import { createDecipheriv, createPublicKey, diffieHellman } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { Problem } from '../../domain/problem.ts'
import { decodeEnveloped } from './enveloped.ts'
import type { Enveloped } from './enveloped.ts'
import { kekOf, wrapIv } from './key-agreement.ts'

const p256Header = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/**
 * Opens what `wrapKey` made.
 * @param cms DER ContentInfo
 * @returns DER PKCS#8; zero it after use
 * @throws Problem wrapped_key_invalid for another recipient's key and for one changed bit anywhere
 */
export function unwrapKey(cms: Uint8Array, recipientPrivateKey: KeyObject): Buffer {
  const enveloped = decodeEnveloped(cms)
  const used: Buffer[] = []
  try {
    const secret = agreed(enveloped, recipientPrivateKey)
    used.push(secret)
    const kek = kekOf(secret, enveloped.recipient)
    used.push(kek)
    const unwrap = createDecipheriv('id-aes256-wrap', kek, wrapIv)
    const cek = Buffer.concat([unwrap.update(enveloped.wrappedCek), unwrap.final()])
    used.push(cek)
    const cipher = createDecipheriv('aes-256-gcm', cek, enveloped.nonce, { authTagLength: 16 })
    cipher.setAuthTag(enveloped.mac)
    const content = cipher.update(enveloped.ciphertext)
    used.push(content)
    cipher.final()
    used.pop()
    return content
  } catch (cause) {
    throw new Problem('wrapped_key_invalid', { detail: 'this private key does not open it, or it was changed', cause })
  } finally {
    for (const buffer of used) buffer.fill(0)
  }
}

function agreed({ ephemeral }: Enveloped, privateKey: KeyObject): Buffer {
  const publicKey = createPublicKey({ key: Buffer.concat([p256Header, ephemeral]), format: 'der', type: 'spki' })
  return diffieHellman({ privateKey, publicKey })
}

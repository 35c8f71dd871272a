import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../domain/problem.ts'
import { writeWhole } from '../../files/write-whole.ts'
import { applianceFiles } from './configuration.ts'

/** The key that signs manifests, on P-256, wherever it is kept. */
export type SigningKey = {
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  /** DER Ecdsa-Sig-Value (RFC 3279, 2.2.3) over SHA-256 of `data`. @throws Problem */
  sign(data: Uint8Array): Uint8Array
}

/** Makes the key in a file, encrypted PKCS#8 (RFC 5958) of mode 0600, or finds the one of an interrupted call. @throws Problem */
export function createSigningKey(directory: string, password: string): SigningKey {
  const path = join(directory, applianceFiles.key)
  if (existsSync(path)) return openSigningKey(directory, password)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  writeWhole(path, privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password }), 0o600)
  return signingKeyOf(privateKey)
}

/** @throws Problem appliance_invalid, appliance_password */
export function openSigningKey(directory: string, password: string): SigningKey {
  const path = join(directory, applianceFiles.key)
  const invalid = (detail: string, cause?: unknown) => new Problem('appliance_invalid', { field: path, detail, cause })
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (cause) {
    throw invalid((cause as Error).message, cause)
  }
  if (!pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) throw invalid('is no encrypted PKCS#8 private key')
  let key: KeyObject
  try {
    key = createPrivateKey({ key: pem, format: 'pem', passphrase: password })
  } catch (cause) {
    throw new Problem('appliance_password', { field: path, detail: 'the password is wrong, or the file is damaged', cause })
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw invalid('is no key on P-256')
  return signingKeyOf(key)
}

function signingKeyOf(key: KeyObject): SigningKey {
  return {
    spki: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    sign: (data) => sign('sha256', data, key),
  }
}

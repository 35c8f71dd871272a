import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../domain/problem.ts'
import type { KeyStore, Signer } from './signer.ts'
import { writeWhole } from '../files/write-whole.ts'

/** The key's file in the folder of a CA: encrypted PKCS#8 (RFC 5958) as PEM, mode 0600. */
const keyFile = (name: string) => `${name}.key.pem`

/** Keys in encrypted files of `directory`, all under one password. */
export function fileKeyStore(directory: string, password: string): KeyStore {
  const pathOf = (name: string) => join(directory, keyFile(name))
  const open = async (name: string) => signerOf(readKey(pathOf(name), password))
  return {
    open,
    create: async (name) => {
      if (existsSync(pathOf(name))) return open(name)
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password })
      writeWhole(pathOf(name), pem, 0o600)
      return signerOf(privateKey)
    },
    close: () => undefined,
  }
}

function signerOf(key: KeyObject): Signer {
  return {
    spki: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    sign: (data) => sign('sha256', data, key),
  }
}

function readKey(path: string, passphrase: string): KeyObject {
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Problem('ca_invalid', { field: path, detail: (cause as Error).message, cause })
  }
  if (!pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) {
    throw new Problem('ca_invalid', { field: path, detail: 'is no encrypted PKCS#8 private key' })
  }
  let key: KeyObject
  try {
    key = createPrivateKey({ key: pem, format: 'pem', passphrase })
  } catch (cause) {
    throw new Problem('ca_password', { field: path, detail: 'the password is wrong, or the file is damaged', cause })
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Problem('ca_invalid', { field: path, detail: 'is no key on P-256' })
  return key
}

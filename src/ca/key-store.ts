import type { CaConfiguration } from './ca-configuration.ts'
import { fileKeyStore } from './file-key-store.ts'
import { pkcs11KeyStore } from './pkcs11-key-store.ts'
import type { KeyStore } from './signer.ts'

/** The keys of the CA in `directory`. @param password of the key files, or PIN of the token. @throws Problem pkcs11_failed, ca_password */
export async function keyStoreOf(directory: string, { keys }: CaConfiguration, password: string): Promise<KeyStore> {
  return keys.kind === 'files' ? fileKeyStore(directory, password) : pkcs11KeyStore(keys, password)
}

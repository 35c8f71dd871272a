import { openToken } from '../pkcs11/open-token.ts'
import type { TokenName } from '../pkcs11/open-token.ts'
import { createP256Key, openP256Key } from '../pkcs11/p256-key.ts'
import type { KeyStore } from './signer.ts'

/** The token that holds the keys, and what its keys' labels begin with. */
export type Pkcs11Token = TokenName & { readonly label: string }

/**
 * Keys in a PKCS#11 token, which they cannot leave. Labels are `LABEL NAME`.
 * @param pin of the token's user
 * @throws Problem pkcs11_failed, ca_password
 */
export async function pkcs11KeyStore({ module, token: name, label }: Pkcs11Token, pin: string): Promise<KeyStore> {
  const token = await openToken({ module, token: name }, pin, { write: true, wrongPin: 'ca_password' })
  return {
    create: async (key) => {
      const wanted = `${label} ${key}`
      return token.find('private', wanted).length === 0 ? createP256Key(token, wanted) : openP256Key(token, wanted)
    },
    open: async (key) => openP256Key(token, `${label} ${key}`),
    close: token.close,
  }
}

import { hash } from 'node:crypto'
import { canonicalSpki } from '../domain/canonical-spki.ts'
import { derOf, tags } from '../domain/der.ts'
import { ecPointOf } from './ec-point.ts'
import { ecdsaSignatureOf } from './ecdsa-signature.ts'
import type { Token } from './open-token.ts'

/** A key on P-256 that signs in a token. */
export type TokenKey = {
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  /** DER Ecdsa-Sig-Value (RFC 3279, 2.2.3) over SHA-256 of `data`. @throws Problem pkcs11_failed */
  sign(data: Uint8Array): Buffer
}

const p256Parameters = Buffer.from('06082a8648ce3d030107', 'hex')
const ecPublicKey = Buffer.from('06072a8648ce3d0201', 'hex')

/** The key pair with this label. @throws Problem pkcs11_failed, invalid_key */
export function openP256Key(token: Token, label: string): TokenKey {
  const { pkcs11, constants, session, attempt } = token
  const { publicKey, privateKey } = token.pair(label)
  const sign = (data: Uint8Array) => {
    pkcs11.C_SignInit(session, { mechanism: constants.CKM_ECDSA }, privateKey)
    return ecdsaSignatureOf(pkcs11.C_Sign(session, hash('sha256', data, 'buffer'), Buffer.alloc(64)))
  }
  const { curve, point } = ecPointOf(token, publicKey)
  const bits = derOf(tags.bitString, Buffer.of(0), point)
  const spki = canonicalSpki(derOf(tags.sequence, derOf(tags.sequence, ecPublicKey, curve), bits))
  return { spki, sign: (data) => attempt('it does not sign', () => sign(data)) }
}

/** Makes a key pair that cannot leave the token: `sensitive`, not `extractable`. @throws Problem pkcs11_failed */
export function createP256Key(token: Token, label: string): TokenKey {
  const { pkcs11, constants, session, attempt } = token
  const shared = [
    { type: constants.CKA_TOKEN, value: true },
    { type: constants.CKA_LABEL, value: label },
  ]
  const ofPublic = [...shared, { type: constants.CKA_VERIFY, value: true }, { type: constants.CKA_EC_PARAMS, value: p256Parameters }]
  const ofPrivate = [
    ...shared,
    { type: constants.CKA_PRIVATE, value: true },
    { type: constants.CKA_SENSITIVE, value: true },
    { type: constants.CKA_EXTRACTABLE, value: false },
    { type: constants.CKA_SIGN, value: true },
  ]
  const mechanism = { mechanism: constants.CKM_EC_KEY_PAIR_GEN }
  attempt('the key cannot be made', () => pkcs11.C_GenerateKeyPair(session, mechanism, ofPublic, ofPrivate))
  return openP256Key(token, label)
}

import { hash } from 'node:crypto'
import type * as Pkcs11Module from 'pkcs11js'
import type { Handle, PKCS11 } from 'pkcs11js'
import { derOf, readDer, tags } from '../domain/der.ts'
import { canonicalSpki } from '../domain/canonical-spki.ts'
import { Problem } from '../domain/problem.ts'
import { ecdsaSignatureOf } from './ecdsa-signature.ts'
import type { KeyStore, Signer } from './signer.ts'

/** The token that holds the keys: path of the module's library, label of the token, and what its keys' labels begin with. */
export type Pkcs11Token = { readonly module: string; readonly token: string; readonly label: string }

const p256Parameters = Buffer.from('06082a8648ce3d030107', 'hex')
const ecPublicKey = Buffer.from('06072a8648ce3d0201', 'hex')

/**
 * Keys in a PKCS#11 token (version 2.40), which they cannot leave: `sensitive`, not `extractable`. Labels are `LABEL NAME`.
 * @param pin of the token's user
 * @throws Problem pkcs11_failed
 */
export async function pkcs11KeyStore({ module, token, label }: Pkcs11Token, pin: string): Promise<KeyStore> {
  const { pkcs11, constants } = await load(module)
  const attempt = <T>(what: string, action: () => T): T => {
    try {
      return action()
    } catch (cause) {
      if (cause instanceof Problem) throw cause
      const { message } = cause as Error
      throw new Problem(message.includes('CKR_PIN_') ? 'ca_password' : 'pkcs11_failed', {
        field: token,
        detail: `${what}: ${message}`,
        cause,
      })
    }
  }
  const close = () => {
    pkcs11.C_Finalize()
    pkcs11.close()
  }
  const start = (): Handle => {
    pkcs11.C_Initialize()
    const slots = pkcs11.C_GetSlotList(true)
    const slot = slots.find((each) => pkcs11.C_GetTokenInfo(each).label.trim() === token)
    if (slot === undefined) throw new Problem('pkcs11_failed', { field: token, detail: `${module} has no token with this label` })
    const opened = pkcs11.C_OpenSession(slot, constants.CKF_SERIAL_SESSION | constants.CKF_RW_SESSION)
    pkcs11.C_Login(opened, constants.CKU_USER, pin)
    return opened
  }
  let session: Handle
  try {
    session = attempt('the session cannot be opened', start)
  } catch (error) {
    close()
    throw error
  }

  const find = (name: string, type: number): Handle | undefined => {
    pkcs11.C_FindObjectsInit(session, [
      { type: constants.CKA_CLASS, value: type },
      { type: constants.CKA_LABEL, value: `${label} ${name}` },
    ])
    const [first, ...others] = pkcs11.C_FindObjects(session, 2)
    pkcs11.C_FindObjectsFinal(session)
    if (others.length > 0) throw new Problem('pkcs11_failed', { field: token, detail: `several keys have the label ${label} ${name}` })
    return first
  }
  const open = (name: string): Signer => {
    const [publicKey, privateKey] = [find(name, constants.CKO_PUBLIC_KEY), find(name, constants.CKO_PRIVATE_KEY)]
    if (publicKey === undefined || privateKey === undefined) {
      throw new Problem('pkcs11_failed', { field: token, detail: `the token has no key pair with the label ${label} ${name}` })
    }
    const [point] = pkcs11.C_GetAttributeValue(session, publicKey, [{ type: constants.CKA_EC_POINT }])
    const sign = (data: Uint8Array) => {
      pkcs11.C_SignInit(session, { mechanism: constants.CKM_ECDSA }, privateKey)
      return ecdsaSignatureOf(pkcs11.C_Sign(session, hash('sha256', data, 'buffer'), Buffer.alloc(64)))
    }
    return { spki: spkiOfPoint(point?.value as Buffer), sign: (data) => attempt('it does not sign', () => sign(data)) }
  }
  const create = (name: string): Signer => {
    if (find(name, constants.CKO_PRIVATE_KEY) === undefined) {
      const shared = [
        { type: constants.CKA_TOKEN, value: true },
        { type: constants.CKA_LABEL, value: `${label} ${name}` },
      ]
      pkcs11.C_GenerateKeyPair(
        session,
        { mechanism: constants.CKM_EC_KEY_PAIR_GEN },
        [...shared, { type: constants.CKA_VERIFY, value: true }, { type: constants.CKA_EC_PARAMS, value: p256Parameters }],
        [
          ...shared,
          { type: constants.CKA_PRIVATE, value: true },
          { type: constants.CKA_SENSITIVE, value: true },
          { type: constants.CKA_EXTRACTABLE, value: false },
          { type: constants.CKA_SIGN, value: true },
        ],
      )
    }
    return open(name)
  }
  return {
    create: async (name) => attempt('the key cannot be made', () => create(name)),
    open: async (name) => attempt('the key cannot be opened', () => open(name)),
    close,
  }
}

async function load(module: string): Promise<{ pkcs11: PKCS11; constants: typeof Pkcs11Module }> {
  try {
    const { default: constants } = await import('pkcs11js')
    const pkcs11 = new constants.PKCS11()
    pkcs11.load(module)
    return { pkcs11, constants }
  } catch (cause) {
    throw new Problem('pkcs11_failed', { field: module, detail: `the module cannot be loaded: ${(cause as Error).message}`, cause })
  }
}

/** CKA_EC_POINT is an OCTET STRING around the point (PKCS#11 2.40, 2.3.3). @throws Problem invalid_key */
function spkiOfPoint(value: Buffer): Uint8Array {
  const point = readDer(value, 'CKA_EC_POINT').take(tags.octetString, 'point')
  const bits = derOf(tags.bitString, Buffer.of(0), value.subarray(point.content, point.end))
  return canonicalSpki(derOf(tags.sequence, derOf(tags.sequence, ecPublicKey, p256Parameters), bits))
}

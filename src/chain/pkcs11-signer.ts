import type * as Pkcs11Module from 'pkcs11js'
import type { Handle, PKCS11 } from 'pkcs11js'
import { hashMessage, keccak256, recoverAddress, serializeTransaction, toHex, type Hex, type Signature } from 'viem'
import { publicKeyToAddress } from 'viem/accounts'
import { readDer, tags } from '../domain/der.ts'
import { Problem } from '../domain/problem.ts'
import { readSecretLine } from './secret-file.ts'
import type { Signer } from './signer.ts'

/** Path of the module's library, label of the token, label of the key pair. */
export type TokenKey = { readonly module: string; readonly token: string; readonly key: string }

/** DER of the curve's name, 1.3.132.0.10 (SEC 2, 2.4.1). */
const secp256k1 = '06052b8104000a'
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/**
 * A key on secp256k1 in a PKCS#11 token (version 2.40), which it does not leave. The token signs what it is given; s is made low (EIP-2), and
 * the recovery id is the one of the two that leads to the key's account.
 * @throws Problem `pkcs11_failed`, and those of the PIN's file
 */
export async function openPkcs11Signer({ module, token, key }: TokenKey, pinFile: string): Promise<Signer> {
  const pin = readSecretLine(pinFile, 'password-file')
  const { pkcs11, constants } = await load(module)
  const failed = (detail: string, cause?: unknown) => new Problem('pkcs11_failed', { field: token, detail, cause })
  const attempt = <T>(what: string, action: () => T): T => {
    try {
      return action()
    } catch (cause) {
      throw cause instanceof Problem ? cause : failed(`${what}: ${(cause as Error).message}`, cause)
    }
  }
  const close = () => {
    pkcs11.C_Finalize()
    pkcs11.close()
  }
  const start = (): Handle => {
    pkcs11.C_Initialize()
    const slot = pkcs11.C_GetSlotList(true).find((each) => pkcs11.C_GetTokenInfo(each).label.trim() === token)
    if (slot === undefined) throw failed(`${module} has no token with this label`)
    const opened = pkcs11.C_OpenSession(slot, constants.CKF_SERIAL_SESSION)
    pkcs11.C_Login(opened, constants.CKU_USER, pin)
    return opened
  }
  const find = (session: Handle, type: number): Handle => {
    const template = [
      { type: constants.CKA_CLASS, value: type },
      { type: constants.CKA_LABEL, value: key },
    ]
    pkcs11.C_FindObjectsInit(session, template)
    const [first, ...others] = pkcs11.C_FindObjects(session, 2)
    pkcs11.C_FindObjectsFinal(session)
    if (first === undefined || others.length > 0) {
      throw failed(`${first === undefined ? 'no key pair has' : 'several keys have'} the label ${key}`)
    }
    return first
  }
  try {
    const session = attempt('the session cannot be opened', start)
    const [publicKey, privateKey] = attempt('the key cannot be found', () => [
      find(session, constants.CKO_PUBLIC_KEY),
      find(session, constants.CKO_PRIVATE_KEY),
    ])
    const address = attempt('the key cannot be read', () => {
      const wanted = [{ type: constants.CKA_EC_PARAMS }, { type: constants.CKA_EC_POINT }]
      const [parameters, point] = pkcs11.C_GetAttributeValue(session, publicKey, wanted)
      if (parameters === undefined || point === undefined) throw failed('it gives no public key')
      if (parameters.value.toString('hex') !== secp256k1) throw failed(`the key ${key} is not on secp256k1`)
      return addressOf(point.value)
    })
    const signDigest = (digest: Hex): Promise<Signature> => {
      const raw = attempt('it does not sign', () => {
        pkcs11.C_SignInit(session, { mechanism: constants.CKM_ECDSA }, privateKey)
        return pkcs11.C_Sign(session, Buffer.from(digest.slice(2), 'hex'), Buffer.alloc(64))
      })
      return ethereumSignature(digest, raw, address)
    }
    return {
      address,
      sign: async (transaction) => serializeTransaction(transaction, await signDigest(keccak256(serializeTransaction(transaction)))),
      signMessage: async (text) => {
        const { r, s, yParity = 0 } = await signDigest(hashMessage(text))
        return `0x${r.slice(2)}${s.slice(2)}${yParity === 0 ? '1b' : '1c'}`
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** @throws Problem `signer_wrong` where the signature is not the account's */
async function ethereumSignature(hash: Hex, raw: Buffer, address: Hex): Promise<Signature> {
  const r = toHex(raw.subarray(0, 32))
  const s = BigInt(toHex(raw.subarray(32)))
  const low = toHex(s > order / 2n ? order - s : s, { size: 32 })
  for (const yParity of [0, 1] as const) {
    const signature = { r, s: low, yParity }
    if ((await recoverAddress({ hash, signature }).catch(() => '')).toLowerCase() === address) return signature
  }
  throw new Problem('signer_wrong', { detail: `the token's signature is not of ${address}` })
}

/** CKA_EC_POINT is an OCTET STRING around the point (PKCS#11 2.40, 2.3.3). */
function addressOf(value: Buffer): Hex {
  const point = readDer(value, 'CKA_EC_POINT').take(tags.octetString, 'point')
  return publicKeyToAddress(toHex(value.subarray(point.content, point.end))).toLowerCase() as Hex
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

import { hashMessage, keccak256, recoverAddress, serializeTransaction, toHex, type Hex, type Signature } from 'viem'
import { publicKeyToAddress } from 'viem/accounts'
import { Problem } from '../domain/problem.ts'
import { ecPointOf } from '../pkcs11/ec-point.ts'
import { openToken, type TokenName } from '../pkcs11/open-token.ts'
import { readSecretLine } from './secret-file.ts'
import type { Signer } from './signer.ts'

/** The token, and the label of the key pair. */
export type TokenKey = TokenName & { readonly key: string }

/** DER of the curve's name, 1.3.132.0.10 (SEC 2, 2.4.1). */
const secp256k1 = '06052b8104000a'
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/**
 * A key on secp256k1 in a PKCS#11 token, which it does not leave. The token signs what it is given; s is made low (EIP-2), and the recovery id
 * is the one of the two that leads to the key's account.
 * @throws Problem `pkcs11_failed`, and those of the PIN's file
 */
export async function openPkcs11Signer({ module, token: name, key }: TokenKey, pinFile: string): Promise<Signer> {
  const token = await openToken({ module, token: name }, readSecretLine(pinFile, 'password-file'))
  const { pkcs11, constants, session, attempt, close } = token
  try {
    const { publicKey, privateKey } = token.pair(key)
    const { curve, point } = ecPointOf(token, publicKey)
    if (curve.toString('hex') !== secp256k1) {
      throw new Problem('pkcs11_failed', { field: name, detail: `the key ${key} is not on secp256k1` })
    }
    const address = publicKeyToAddress(toHex(point)).toLowerCase() as Hex
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

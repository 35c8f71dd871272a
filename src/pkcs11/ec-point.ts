import type { Handle } from 'pkcs11js'
import { contentOf, readDer, tags } from '../domain/der.ts'
import { Problem } from '../domain/problem.ts'
import type { Token } from './open-token.ts'

/** DER of the curve's name and the point, uncompressed, of a public key in a token. @throws Problem pkcs11_failed, invalid_key */
export function ecPointOf({ pkcs11, constants, session, attempt }: Token, publicKey: Handle): { curve: Buffer; point: Uint8Array } {
  const wanted = [{ type: constants.CKA_EC_PARAMS }, { type: constants.CKA_EC_POINT }]
  const [curve, point] = attempt('the key cannot be read', () => pkcs11.C_GetAttributeValue(session, publicKey, wanted))
  if (curve === undefined || point === undefined) throw new Problem('pkcs11_failed', { detail: 'the token gives no public key' })
  // CKA_EC_POINT is an OCTET STRING around the point (PKCS#11 2.40, 2.3.3)
  const inside = contentOf(point.value, readDer(point.value, 'CKA_EC_POINT').take(tags.octetString, 'point'))
  return { curve: curve.value, point: inside }
}

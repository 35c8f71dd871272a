import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { Hex } from '../../../src/domain/fields.ts'
import { keyIdOf } from '../../../src/domain/key-id.ts'
import { unwrapKey } from '../../../src/keygen/cms/unwrap-key.ts'
import { proofOf } from '../../../src/keygen/service/enrolment-code.ts'
import type { Answer, Session } from './connect.ts'

export type Invitation = { readonly enrolment_id: string; readonly code: string }

/** What a device keeps in its flash: as much of it is there after a power cut as was there before. */
export type Flash = { ephemeral?: Ephemeral; key?: KeyObject; keyId?: Hex }

type Ephemeral = ReturnType<typeof newEphemeral>

export function newEphemeral() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }) }
}

/** Body of POST /v1/device/keys with a code. */
export function keyRequest({ exporter }: Pick<Session, 'exporter'>, { enrolment_id, code }: Invitation, spki: Uint8Array) {
  const proof = proofOf(code, { way: 'wrapped', enrolmentId: enrolment_id, subject: spki, exporter }).toString('base64')
  return { enrolment_id, proof, public_key: Buffer.from(spki).toString('base64') }
}

/** Opens what was answered. */
export function unwrapped(answer: Answer, ephemeral: KeyObject): KeyObject {
  const pkcs8 = unwrapKey(Buffer.from(String(answer.body['cms']), 'base64'), ephemeral)
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

export function keyIdOfPrivate(key: KeyObject): Hex {
  // JWK is the shortest way from a private key to its public one
  const { kty, crv, x, y } = key.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')])
  if (kty !== 'EC' || crv !== 'P-256') throw new TypeError('a device key is on P-256')
  return keyIdOf(Buffer.concat([Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex'), point]))
}

/** Body of POST /v1/device/confirmations. */
export function confirmation(enrolmentId: string, keyId: string, key: KeyObject) {
  const signature = sign('sha256', Buffer.from(`derkey-confirm-v1\n${enrolmentId}\n${keyId}`), key).toString('base64')
  return { enrolment_id: enrolmentId, key_id: keyId, signature }
}

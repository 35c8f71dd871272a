import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { rotateKey } from '../../src/chain/calls/rotation-calls.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { keyIdOf } from '../../src/domain/key-id.ts'
import { rotationStatement } from '../../src/domain/rotation.ts'
import type { ActorName } from '../../scripts/demo/cast.ts'
import type { World } from './world.ts'

/** A key pair on P-256, of which the registry knows the id. */
export type RotatingKey = { readonly key_id: Hex; readonly publicKey: Buffer; readonly privateKey: KeyObject }

export function newRotatingKey(): RotatingKey {
  return rotatingKeyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
}

export function rotatingKeyOf(privateKey: KeyObject): RotatingKey {
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return { key_id: keyIdOf(publicKey), publicKey, privateKey }
}

export type RotateOptions = {
  readonly overlapSeconds?: number
  /** Who signs in the successor's place. */
  readonly signer?: RotatingKey
  /** The key that the signature names in place of the one that is rotated. */
  readonly signedOf?: Hex
}

/** `owner` has `successor` follow on `key`, on the world's chain. */
export async function rotate(world: World, owner: ActorName, key: RotatingKey, successor: RotatingKey, options: RotateOptions = {}) {
  const { overlapSeconds = 3600, signer = successor, signedOf = key.key_id } = options
  const { chain_id, contracts } = world.deployment
  const rotation = { chainId: chain_id, registry: contracts.KeyRegistry.address, keyId: signedOf, successorId: successor.key_id }
  return world.act(
    owner,
    rotateKey(contracts, {
      keyId: key.key_id,
      successorId: successor.key_id,
      overlapSeconds,
      publicKey: successor.publicKey,
      signature: sign('sha256', rotationStatement(rotation), signer.privateKey),
    }),
  )
}

import type { Hex } from '../../domain/fields.ts'
import type { UpdateKeyInput } from '../../domain/inputs/update-key.ts'
import { fromBase64 } from '../../domain/key-files/base64.ts'
import { keyOfText } from '../../domain/key-files/key-of-text.ts'
import { Problem } from '../../domain/problem.ts'
import { verifyRotation } from '../../domain/rotation.ts'
import type { Plan, Planning } from './operation.ts'
import { requireEntity } from './rights.ts'

/** @throws Problem `rotation_unproven`, `invalid_key`, `right_missing` */
export function rotate(keyId: Hex, input: UpdateKeyInput, { who, registry }: Planning): Plan {
  requireEntity(who, 'rotating keys')
  const { successor_id = '', public_key = '', signature: signed = '', overlap_seconds: overlapSeconds = 0 } = input
  const successorId = successor_id as Hex
  const key = inField('public_key', () => keyOfText(public_key, 'public_key', 'public_key'))
  if (key.key_id !== successorId || key.spki === null) {
    throw new Problem('invalid_input', { field: 'public_key', detail: `is the public key of ${key.key_id}, not of the successor` })
  }
  const signature = inField('signature', () => fromBase64(signed))
  if (!verifyRotation(registry.rotationStatement(keyId, successorId), key.spki, signature)) {
    const detail = `is not by ${successorId} over the statement that it follows on ${keyId} in this registry`
    throw new Problem('rotation_unproven', { field: 'signature', detail })
  }
  const call = registry.rotateKey({ keyId, successorId, overlapSeconds, publicKey: key.spki, signature })
  return { calls: [call], about: { key_ids: [keyId] } }
}

function inField<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { field, detail: error.message, cause: error })
  }
}

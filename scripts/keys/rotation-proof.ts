import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { readSecretFile } from '../../src/chain/secret-file.ts'
import { canonicalSpki } from '../../src/domain/canonical-spki.ts'
import { keyIdOf } from '../../src/domain/key-id.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { readInputFile } from '../read-input-file.ts'
import { readKeyFile } from '../read-key-files.ts'

/** The successor, and how it signs a statement. */
export type RotationProof = {
  readonly successorId: Hex
  /** Canonical SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
  readonly signatureOf: (statement: Uint8Array) => Uint8Array
}

type Given = { successorKey?: string | undefined; signature?: string | undefined; publicKey?: string | undefined }

/** A private key that signs here, or the signature of one that stays where it is, with its public key. @throws Problem `invalid_input`, … */
export function rotationProofOf({ successorKey, signature, publicKey }: Given): RotationProof {
  if (successorKey !== undefined && signature === undefined && publicKey === undefined) return byPrivateKey(successorKey)
  if (successorKey === undefined && signature !== undefined && publicKey !== undefined) return bySignature(signature, publicKey)
  throw new Problem('invalid_input', { field: 'successor-key', detail: 'give either --successor-key, or --signature and --public-key' })
}

function byPrivateKey(file: string): RotationProof {
  const pem = readSecretFile(file, 'successor-key')
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType !== 'ec') throw new Error(`it is a key of the type ${key.asymmetricKeyType}, not of an elliptic curve`)
    const publicKey = canonicalSpki(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    return { successorId: keyIdOf(publicKey), publicKey, signatureOf: (statement) => sign('sha256', statement, key) }
  } catch (cause) {
    throw new Problem('invalid_key', { field: 'successor-key', detail: `${file}: ${(cause as Error).message}`, cause })
  }
}

function bySignature(signatureFile: string, keyFile: string): RotationProof {
  const [key, another] = readKeyFile(keyFile)
  if (key === undefined || another !== undefined || key.spki === null) {
    throw new Problem('invalid_input', { field: 'public-key', detail: `${keyFile} does not hold one public key` })
  }
  const signature = readInputFile(signatureFile)
  return { successorId: key.key_id, publicKey: key.spki, signatureOf: () => signature }
}

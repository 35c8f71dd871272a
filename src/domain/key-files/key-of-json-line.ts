import { z } from 'zod'
import { keyIdField, type Hex } from '../fields.ts'
import { parseInput, parseJson } from '../parse-input.ts'
import { Problem } from '../problem.ts'
import type { FoundKey } from './found-key.ts'
import { keyOfText } from './key-of-text.ts'

const noKeyId = `0x${'0'.repeat(64)}`
const encoded = z.string().min(1).max(65_536)

/** A key as one line of `application/x-ndjson` gives it. */
export const keyLine = z
  .strictObject({
    key_id: keyIdField.refine((id) => id !== noKeyId, 'must not be zero').optional(),
    public_key: encoded.optional().describe('Base64 of the DER SubjectPublicKeyInfo, or PEM'),
    csr: encoded.optional().describe('Base64 of the DER CSR, or PEM: proves possession'),
  })
  .refine(
    ({ key_id, public_key, csr }) => [key_id, public_key, csr].filter((field) => field !== undefined).length === 1,
    'must hold one of key_id, public_key and csr',
  )
  .meta({ id: 'KeyLine' })

/** @throws Problem `invalid_input`, `invalid_key`, `csr_proof` and others */
export function keyOfJsonLine(text: string, position: string): FoundKey {
  const { key_id, public_key, csr } = parseInput(keyLine, parseJson(text))
  if (key_id !== undefined) {
    return { key_id: key_id as Hex, spki: null, source: 'key_id', position, proof_of_possession: false, certificate_authority: false }
  }
  if (csr !== undefined) return keyOfText(csr, 'csr', position)
  if (public_key !== undefined) return keyOfText(public_key, 'public_key', position)
  throw new Problem('invalid_input', { detail: 'holds no key' })
}

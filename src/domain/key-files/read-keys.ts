import { Problem } from '../problem.ts'
import { formatOf, headLength } from './format-of.ts'
import { keyOfDer } from './found-key.ts'
import type { FoundKey } from './found-key.ts'
import { keysOfCsv } from './keys-of-csv.ts'
import { keysOfPem } from './keys-of-pem.ts'
import { keysOfPkcs12 } from './keys-of-pkcs12.ts'

/** Bytes of a list of some hundred thousand keys. */
export const largestKeyFile = 64 * 1_048_576

/**
 * The keys that a file holds, in its order: DER or PEM of public keys, CSRs (their proof of possession verified) and certificates, PEM
 * bundles, CSV lists, PKCS#12 bundles. All or none: one fault refuses the file.
 * @param password of a PKCS#12 bundle
 * @throws Problem of certificate.ts, or invalid_input for CSV; `field` or `detail` names block or row
 */
export function readKeys(bytes: Uint8Array, password?: string): FoundKey[] {
  if (bytes.length === 0) throw new Problem('invalid_key', { detail: 'is empty' })
  if (bytes.length > largestKeyFile)
    throw new Problem('key_file_too_large', { detail: `has ${bytes.length} bytes, at most ${largestKeyFile} are read` })
  const format = formatOf(bytes.subarray(0, headLength))
  if (format === 'pkcs12') return keysOfPkcs12(bytes, password)
  if (format === 'der') return [keyOfDer(bytes, '')]
  const text = textOf(bytes)
  return format === 'pem' ? keysOfPem(text) : keysOfCsv(text)
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Problem('invalid_key', { detail: 'is neither DER nor text in UTF-8', cause })
  }
}

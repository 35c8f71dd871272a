import { Problem } from '../problem.ts'
import { keyOfDer } from './found-key.ts'
import type { FoundKey } from './found-key.ts'
import { keysOfCsv } from './keys-of-csv.ts'
import { keysOfPem } from './keys-of-pem.ts'
import { keysOfPkcs12 } from './keys-of-pkcs12.ts'

/** Bytes of a list of some hundred thousand keys. */
export const largestKeyFile = 64 * 1_048_576
/** Within a PKCS#12 bundle's outer SEQUENCE stands INTEGER 3 and then a SEQUENCE (RFC 7292, 4). */
const pkcs12Version = Buffer.from([0x02, 0x01, 0x03, 0x30])

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
  if (isPkcs12(bytes)) return keysOfPkcs12(bytes, password)
  if (bytes[0] === 0x30 && !isKeyIdText(bytes)) return [keyOfDer(bytes, '')]
  const text = textOf(bytes)
  return text.includes('-----BEGIN ') && !hasCsvHeader(text) ? keysOfPem(text) : keysOfCsv(text)
}

function isPkcs12(bytes: Uint8Array): boolean {
  const lengthOctets = (bytes[1] ?? 0) > 0x80 ? (bytes[1] ?? 0) & 0x7f : 0
  const start = 2 + lengthOctets
  return bytes[0] === 0x30 && Buffer.from(bytes.subarray(start, start + 4)).equals(pkcs12Version)
}

/** 0x30, a SEQUENCE, is also the first character of a key id: a list without its header is told so. */
function isKeyIdText(bytes: Uint8Array): boolean {
  return /^0x[0-9a-f]{64}$/i.test(Buffer.from(bytes.subarray(0, 66)).toString('latin1'))
}

/** CSV may hold PEM in quotes: then its header comes first. */
function hasCsvHeader(text: string): boolean {
  const [first = ''] = text.slice(0, 1024).split(/\r?\n/, 1)
  return first.split(',').some((name) => ['certificate', 'csr', 'public_key'].includes(name.trim().replace(/^"(.*)"$/, '$1')))
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Problem('invalid_key', { detail: 'is neither DER nor text in UTF-8', cause })
  }
}

import { mkdirSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { Problem } from '../domain/problem.ts'
import { certsOnly } from './certs-only.ts'
import { pemOf } from './pem.ts'
import { writeWhole } from '../files/write-whole.ts'

/**
 * Writes a certificate, its folder too if need be, in the form that the file's name asks for: `.der` and `.cer` the DER certificate alone, `.p7b` and `.p7c` certs-only CMS
 * with the whole chain, everything else PEM with the certificate and the CAs above it as a TLS client presents them, without the root.
 * @param chain DER, the issuing CA first, the root last
 * @throws Problem file_unwritable
 */
export function writeCertificate(path: string, certificate: Uint8Array, chain: readonly Uint8Array[]): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    throw new Problem('file_unwritable', { field: path, detail: (cause as Error).message, cause })
  }
  writeWhole(path, contentOf(extname(path).toLowerCase(), certificate, chain), 0o644, { replace: true })
}

function contentOf(extension: string, certificate: Uint8Array, chain: readonly Uint8Array[]): string | Uint8Array {
  if (extension === '.der' || extension === '.cer') return certificate
  if (extension === '.p7b' || extension === '.p7c') return certsOnly([certificate, ...chain])
  return [certificate, ...chain.slice(0, -1)].map((each) => pemOf('CERTIFICATE', each)).join('')
}

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { Problem } from '../domain/problem.ts'
import { isNamedP256 } from './peer/check-key.ts'
import { certificateFields } from './peer/certificate-fields.ts'
import { oneLine } from './peer/trust-store.ts'

/**
 * Sees that the gateway's own certificate can serve: a key on P-256 (the mandatory cipher wants ECDSA), its private key, its time.
 * @param now seconds
 * @throws Problem server_certificate_invalid
 */
export function checkServerCertificate(certificate: string, key: string, now: number): void {
  const x509 = parse('certificate', () => new X509Certificate(certificate))
  const privateKey = parse('key', () => createPrivateKey(key))
  const fields = parse('certificate', () => certificateFields(x509.raw))
  const subject = oneLine(x509.subject) || 'the certificate without a subject'
  if (!isNamedP256(fields.spki)) throw invalid('certificate', `the key of ${subject} is not on P-256`)
  if (!x509.checkPrivateKey(privateKey)) throw invalid('key', `is not the private key of ${subject}`)
  if (now < fields.notBefore || now > fields.notAfter) {
    throw invalid('certificate', `${subject} holds from ${x509.validFrom} to ${x509.validTo}`)
  }
}

function parse<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new Problem('server_certificate_invalid', { field, detail: `cannot be read: ${(cause as Error).message}`, cause })
  }
}

function invalid(field: string, detail: string): Problem {
  return new Problem('server_certificate_invalid', { field, detail })
}

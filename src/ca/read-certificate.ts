import { createPublicKey, verify } from 'node:crypto'
import { contentOf, octetsOfBitString, readDer, readInside, tags, wholeOf } from '../domain/der.ts'
import { Problem } from '../domain/problem.ts'
import { oidFromContent } from './object-identifier.ts'
import { derOfPem, isPem } from './pem.ts'

/** The parts of a certificate (RFC 5280, 4.1) as they stand in its DER. */
export type CertificateParts = {
  readonly tbs: Uint8Array
  readonly serial: string
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly spki: Uint8Array
  readonly algorithm: Uint8Array
  readonly signature: Uint8Array
  readonly extensions: ReadonlyMap<string, { readonly critical: boolean; readonly value: Uint8Array }>
}

/** The first certificate of a file, PEM or DER. @throws Problem pem_malformed, certificate_malformed */
export function certificateIn(bytes: Uint8Array): Uint8Array {
  return isPem(bytes) ? malformed(() => derOfPem(bytes, ['CERTIFICATE', 'X509 CERTIFICATE'])[0]) : bytes
}

/** @throws Problem certificate_malformed */
export function readCertificate(der: Uint8Array): CertificateParts {
  return malformed(() => partsOf(der))
}

/** Whether `certificate` bears an ECDSA with SHA-256 signature of the key `spki`. */
export function isSignedWith(certificate: CertificateParts, spki: Uint8Array): boolean {
  if (Buffer.from(certificate.algorithm).toString('hex') !== '300a06082a8648ce3d040302') return false
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  try {
    return verify('sha256', certificate.tbs, key, certificate.signature)
  } catch {
    return false
  }
}

function partsOf(der: Uint8Array): CertificateParts {
  const what = 'Certificate'
  const outer = readDer(der, what)
  const certificate = readInside(der, what, outer.take(tags.sequence, 'the certificate'))
  outer.close()
  const tbs = certificate.take(tags.sequence, 'tbsCertificate')
  const algorithm = wholeOf(der, certificate.take(tags.sequence, 'signatureAlgorithm'))
  const signature = octetsOfBitString(der, certificate.take(tags.bitString, 'signatureValue'), 'signatureValue')
  certificate.close()
  const fields = readInside(der, what, tbs)
  fields.skip(tags.context0)
  const serial = Buffer.from(contentOf(der, fields.take(tags.integer, 'serialNumber'))).toString('hex')
  fields.take(tags.sequence, 'signature')
  const issuer = wholeOf(der, fields.take(tags.sequence, 'issuer'))
  fields.take(tags.sequence, 'validity')
  const subject = wholeOf(der, fields.take(tags.sequence, 'subject'))
  const spki = wholeOf(der, fields.take(tags.sequence, 'subjectPublicKeyInfo'))
  fields.skip(0x81)
  fields.skip(0x82)
  const list = fields.skip(0xa3)
  fields.close()

  const extensions = new Map<string, { critical: boolean; value: Uint8Array }>()
  if (list !== undefined) {
    const wrapped = readInside(der, what, list)
    const all = readInside(der, what, wrapped.take(tags.sequence, 'extensions'))
    wrapped.close()
    while (all.more()) {
      const extension = readInside(der, what, all.take(tags.sequence, 'extension'))
      const oid = oidFromContent(contentOf(der, extension.take(tags.oid, 'extnID')))
      const critical = extension.skip(tags.boolean) !== undefined
      if (extensions.has(oid)) throw new Problem('certificate_malformed', { detail: `the extension ${oid} stands in it twice` })
      extensions.set(oid, { critical, value: contentOf(der, extension.take(tags.octetString, 'extnValue')) })
      extension.close()
    }
  }
  return { tbs: wholeOf(der, tbs), serial, issuer, subject, spki, algorithm, signature, extensions }
}

function malformed<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid_key') throw error
    throw new Problem('certificate_malformed', { detail: error.message, cause: error })
  }
}

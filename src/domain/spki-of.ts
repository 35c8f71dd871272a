import { readDer, readInside, tags, wholeOf } from './der.ts'

/** A DER certificate (RFC 5280, 4.1), and the fields of its tbsCertificate from the serial number on. @throws Problem invalid_key */
export function openCertificate(der: Uint8Array) {
  const name = 'Certificate'
  const outer = readDer(der, name)
  const certificate = readInside(der, name, outer.take(tags.sequence, 'the certificate'))
  outer.close()
  const fields = readInside(der, name, certificate.take(tags.sequence, 'tbsCertificate'))
  fields.skip(tags.context0)
  return { certificate, fields }
}

/** The SubjectPublicKeyInfo within a DER certificate (RFC 5280, 4.1), as it stands there. @throws Problem invalid_key */
export function spkiOfCertificate(der: Uint8Array): Uint8Array {
  const { certificate, fields } = openCertificate(der)
  fields.take(tags.integer, 'serialNumber')
  fields.take(tags.sequence, 'signature')
  fields.take(tags.sequence, 'issuer')
  fields.take(tags.sequence, 'validity')
  fields.take(tags.sequence, 'subject')
  const spki = fields.take(tags.sequence, 'subjectPublicKeyInfo')
  certificate.take(tags.sequence, 'signatureAlgorithm')
  certificate.take(tags.bitString, 'signatureValue')
  certificate.close()
  return wholeOf(der, spki)
}

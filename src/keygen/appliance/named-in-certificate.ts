import 'reflect-metadata'
import { X509Certificate } from '@peculiar/x509'
import { readDer, readInside, tags, wholeOf } from '../../domain/der.ts'
import type { RequestedName } from './certification-request.ts'

const subjectAltName = '2.5.29.17'

/** What a device's certificate names it, for the request of its new key: subject and subjectAltName (hardwareModuleName, IEEE 2030.5-2018, 6.11.8.2). */
export function namedInCertificate(der: Uint8Array): RequestedName {
  const name = 'Certificate'
  const certificate = readInside(der, name, readDer(der, name).take(tags.sequence, 'the certificate'))
  const fields = readInside(der, name, certificate.take(tags.sequence, 'tbsCertificate'))
  fields.skip(tags.context0)
  fields.take(tags.integer, 'serialNumber')
  for (const field of ['signature', 'issuer', 'validity']) fields.take(tags.sequence, field)
  const subject = wholeOf(der, fields.take(tags.sequence, 'subject'))
  const extension = new X509Certificate(Buffer.from(der)).getExtension(subjectAltName)
  return { subject, extensions: extension === null ? [] : [new Uint8Array(extension.rawData)] }
}

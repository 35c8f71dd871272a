import { contentOf, readDer, readInside, tags } from '../domain/der.ts'
import type { DerElement } from '../domain/der.ts'
import { Problem } from '../domain/problem.ts'
import { oidFromContent } from './object-identifier.ts'

/** pkcs-9-at-extensionRequest (RFC 2985, 5.4.2) */
const extensionRequest = '1.2.840.113549.1.9.14'

const what = 'CertificationRequest'

/** The extensions that a DER request (RFC 2986, 4.1) asks for: values by object identifier. @throws Problem csr_malformed, invalid_key */
export function requestedExtensions(der: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const request = readInside(der, what, readDer(der, what).take(tags.sequence, 'the request'))
  const fields = readInside(der, what, request.take(tags.sequence, 'certificationRequestInfo'))
  const version = contentOf(der, fields.take(tags.integer, 'version'))
  if (version.length !== 1 || version[0] !== 0) throw new Problem('csr_malformed', { field: 'version', detail: 'it is not version 1 (0)' })
  fields.take(tags.sequence, 'subject')
  fields.take(tags.sequence, 'subjectPKInfo')
  const attributes = fields.skip(tags.context0)
  fields.close()
  return attributes === undefined ? new Map() : extensionsOf(der, attributes)
}

function extensionsOf(der: Uint8Array, attributes: DerElement): ReadonlyMap<string, Uint8Array> {
  const wanted = new Map<string, Uint8Array>()
  const all = readInside(der, what, attributes)
  let seen = false
  while (all.more()) {
    const attribute = readInside(der, what, all.take(tags.sequence, 'attribute'))
    const type = oidFromContent(contentOf(der, attribute.take(tags.oid, 'type')))
    const values = readInside(der, what, attribute.take(tags.set, 'values'))
    attribute.close()
    if (type !== extensionRequest) continue
    if (seen) throw repeated('extensionRequest')
    seen = true
    readExtensions(der, values.take(tags.sequence, 'extensions'), wanted)
    values.close()
  }
  return wanted
}

function readExtensions(der: Uint8Array, list: DerElement, into: Map<string, Uint8Array>): void {
  const extensions = readInside(der, what, list)
  while (extensions.more()) {
    const extension = readInside(der, what, extensions.take(tags.sequence, 'extension'))
    const oid = oidFromContent(contentOf(der, extension.take(tags.oid, 'extnID')))
    extension.skip(tags.boolean)
    if (into.has(oid)) throw repeated(oid)
    into.set(oid, contentOf(der, extension.take(tags.octetString, 'extnValue')))
    extension.close()
  }
}

function repeated(name: string): Problem {
  return new Problem('csr_malformed', { field: 'attributes', detail: `${name} stands in it twice` })
}

import { contentOf, readDer, readInside, tags, wholeOf } from '../../domain/der.ts'
import type { DerElement } from '../../domain/der.ts'
import { Problem } from '../../domain/problem.ts'

type Extension = { readonly critical: boolean; readonly value: Uint8Array }

/** What the checks need of a certificate (RFC 5280, 4.1). Names, algorithms and OIDs in hex of their DER, to be compared and no more. */
export type CertificateFields = {
  readonly serial: string
  readonly issuer: string
  readonly subject: string
  /** AlgorithmIdentifiers inside and outside of what is signed. */
  readonly signature: string
  readonly signatureAlgorithm: string
  /** Seconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  readonly spki: Uint8Array
  /** By OID in hex of its content octets. */
  readonly extensions: ReadonlyMap<string, Extension>
}

const name = 'Certificate'
/** IEEE 2030.5's have fewer than 1000 octets. What is larger is not read at all: anybody could fill time and memory with it. */
const mostOctets = 8192
const utcTime = 0x17
const generalizedTime = 0x18
const issuerUniqueId = 0x81
const subjectUniqueId = 0x82
const context3 = 0xa3

/**
 * Takes one DER certificate to pieces. Node shows neither critical flags nor policies nor other names, and a parser that keeps everything
 * costs more than a tenth of a handshake.
 * @throws Problem invalid_key
 */
export function certificateFields(der: Uint8Array): CertificateFields {
  if (der.length > mostOctets) throw invalid(`it has ${der.length} octets; at most ${mostOctets} are read`)
  const outer = readDer(der, name)
  const certificate = readInside(der, name, outer.take(tags.sequence, 'the certificate'))
  outer.close()
  const tbs = readInside(der, name, certificate.take(tags.sequence, 'tbsCertificate'))
  const signatureAlgorithm = hexOf(wholeOf(der, certificate.take(tags.sequence, 'signatureAlgorithm')))
  certificate.take(tags.bitString, 'signatureValue')
  certificate.close()

  tbs.skip(tags.context0)
  const serial = hexOf(contentOf(der, tbs.take(tags.integer, 'serialNumber')))
  const signature = hexOf(wholeOf(der, tbs.take(tags.sequence, 'signature')))
  const issuer = hexOf(wholeOf(der, tbs.take(tags.sequence, 'issuer')))
  const validity = readInside(der, name, tbs.take(tags.sequence, 'validity'))
  const notBefore = timeOf(der, validity.any('notBefore'))
  const notAfter = timeOf(der, validity.any('notAfter'))
  validity.close()
  const subject = hexOf(wholeOf(der, tbs.take(tags.sequence, 'subject')))
  const spki = wholeOf(der, tbs.take(tags.sequence, 'subjectPublicKeyInfo'))
  tbs.skip(issuerUniqueId)
  tbs.skip(subjectUniqueId)
  const extensions = extensionsOf(der, tbs.skip(context3))
  tbs.close()
  return { serial, issuer, subject, signature, signatureAlgorithm, notBefore, notAfter, spki, extensions }
}

function extensionsOf(der: Uint8Array, element: DerElement | undefined): Map<string, Extension> {
  const extensions = new Map<string, Extension>()
  if (element === undefined) return extensions
  const wrapper = readInside(der, name, element)
  const list = wrapper.take(tags.sequence, 'extensions')
  wrapper.close()
  const entries = readInside(der, name, list)
  for (let next = entries.skip(tags.sequence); next !== undefined; next = entries.skip(tags.sequence)) {
    const entry = readInside(der, name, next)
    const oid = hexOf(contentOf(der, entry.take(tags.oid, 'extension identifier')))
    const flag = entry.skip(tags.boolean)
    const value = contentOf(der, entry.take(tags.octetString, 'extension value'))
    entry.close()
    if (extensions.has(oid)) throw invalid('an extension stands in it twice (RFC 5280, 4.2)')
    extensions.set(oid, { critical: flag !== undefined && der[flag.content] !== 0, value })
  }
  entries.close()
  return extensions
}

/** RFC 5280, 4.1.2.5: UTCTime until 2049, GeneralizedTime from 2050, both in seconds and ending in Z. */
function timeOf(der: Uint8Array, element: DerElement): number {
  const text = Buffer.from(contentOf(der, element)).toString('latin1')
  const short = /^(\d{2})(\d{10})Z$/.exec(text)
  const digits = element.tag === utcTime && short ? `${Number(short[1]) < 50 ? '20' : '19'}${short[1]}${short[2]}` : text.slice(0, -1)
  const parts = element.tag === utcTime || element.tag === generalizedTime ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits) : null
  const [, year, month, day, hour, minute, second] = parts ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (!text.endsWith('Z') || Number.isNaN(time)) throw invalid('a time of its validity is none')
  return time / 1000
}

export function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex')
}

function invalid(detail: string): Problem {
  return new Problem('invalid_key', { detail: `${name}: ${detail}` })
}

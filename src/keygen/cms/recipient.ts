import 'reflect-metadata'
import { KeyUsageFlags, KeyUsagesExtension, X509Certificate } from '@peculiar/x509'
import { canonicalSpki } from '../../domain/canonical-spki.ts'
import { derOf, tags, wholeOf } from '../../domain/der.ts'
import { Problem } from '../../domain/problem.ts'
import { openCertificate, spkiOfCertificate } from '../../domain/spki-of.ts'

/** Whoever opens a wrapped key: a DER X.509 certificate, or a DER SubjectPublicKeyInfo with the name that its owner knows it by. */
export type Recipient = { readonly certificate: Uint8Array } | { readonly publicKey: Uint8Array; readonly keyIdentifier: Uint8Array }

/** A recipient found fit. */
export type FitRecipient = {
  /** DER KeyAgreeRecipientIdentifier (RFC 5652, 6.2.2). */
  readonly identifier: Uint8Array
  /** On P-256, uncompressed, 65 octets. */
  readonly point: Uint8Array
}

/** The canonical P-256 key up to its point. */
const p256Header = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/**
 * @param now milliseconds since 1970, for the validity of a certificate
 * @throws Problem recipient_unfit for another curve, an invalid or expired certificate, a key that may not agree on keys: there is no second choice
 */
export function fitRecipient(recipient: Recipient, now: number): FitRecipient {
  try {
    if (!('certificate' in recipient)) {
      const identifier = derOf(tags.context0, derOf(tags.octetString, recipient.keyIdentifier))
      return { identifier, point: pointOf(recipient.publicKey) }
    }
    checkCertificate(recipient.certificate, now)
    return { identifier: identifierOfCertificate(recipient.certificate), point: pointOf(spkiOfCertificate(recipient.certificate)) }
  } catch (cause) {
    if (cause instanceof Problem && cause.code === 'recipient_unfit') throw cause
    throw new Problem('recipient_unfit', { detail: `is malformed: ${(cause as Error).message}`, cause })
  }
}

function checkCertificate(der: Uint8Array, now: number): void {
  const { notBefore, notAfter, extensions } = new X509Certificate(Buffer.from(der))
  if (now < notBefore.getTime()) throw unfit(`its certificate is valid from ${notBefore.toISOString()} only; it is ${timeOf(now)} here`)
  if (now > notAfter.getTime()) throw unfit(`its certificate expired at ${notAfter.toISOString()}; it is ${timeOf(now)} here`)
  const usage = extensions.find((each) => each instanceof KeyUsagesExtension)
  // RFC 5753, 7.1 and RFC 5480, 3: where the extension is there, it must allow this
  if (usage !== undefined && (usage.usages & KeyUsageFlags.keyAgreement) === 0) throw unfit('its keyUsage does not allow keyAgreement')
}

/** DER IssuerAndSerialNumber (RFC 5652, 10.2.4), with the octets of the certificate itself. @throws Problem invalid_key */
export function identifierOfCertificate(der: Uint8Array): Buffer {
  const { fields } = openCertificate(der)
  const serial = wholeOf(der, fields.take(tags.integer, 'serialNumber'))
  fields.take(tags.sequence, 'signature')
  return derOf(tags.sequence, wholeOf(der, fields.take(tags.sequence, 'issuer')), serial)
}

function pointOf(spki: Uint8Array): Uint8Array {
  const canonical = Buffer.from(canonicalSpki(spki))
  if (canonical.compare(p256Header, 0, p256Header.length, 0, p256Header.length) !== 0) throw unfit('its key is not on P-256 (secp256r1)')
  return canonical.subarray(p256Header.length)
}

const timeOf = (milliseconds: number) => new Date(milliseconds).toISOString()

function unfit(detail: string): Problem {
  return new Problem('recipient_unfit', { detail })
}

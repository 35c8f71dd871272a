import { derOf, tags } from '../domain/der.ts'
import { oidToDer } from './object-identifier.ts'

/**
 * DER certs-only CMS (RFC 5652, 5.1, as RFC 8951, 3.1 wants it): version 1, no digests, no content, no signers.
 * @param certificates DER, leaf first
 */
export function certsOnly(certificates: readonly Uint8Array[]): Buffer {
  const version = Buffer.from('020101', 'hex')
  const noDigests = derOf(tags.set)
  const data = derOf(tags.sequence, oidToDer('1.2.840.113549.1.7.1'))
  // A SET OF in DER is sorted by its elements' octets (X.690, 11.6).
  const sorted = [...certificates].sort((one, other) => Buffer.compare(one, other))
  const signedData = derOf(tags.sequence, version, noDigests, data, derOf(tags.context0, ...sorted), derOf(tags.set))
  return derOf(tags.sequence, oidToDer('1.2.840.113549.1.7.2'), derOf(tags.context0, signedData))
}

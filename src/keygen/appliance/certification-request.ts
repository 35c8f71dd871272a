import { derOf, tags } from '../../domain/der.ts'

const version1 = Buffer.from('020100', 'hex')
const ecdsaWithSha256 = Buffer.from('300a06082a8648ce3d040302', 'hex')
const extensionRequest = Buffer.from('06092a864886f70d01090e', 'hex')

/** Whom a request names: DER Name and, where there are some, DER Extensions (each one whole). */
export type RequestedName = { readonly subject: Uint8Array; readonly extensions: readonly Uint8Array[] }

/** Nobody: a request that proves the key and names no device yet. */
export const unnamed: RequestedName = { subject: derOf(tags.sequence), extensions: [] }

/**
 * DER CertificationRequest (RFC 2986), ECDSA with SHA-256.
 * @param sign gives the DER Ecdsa-Sig-Value over SHA-256 of what it is given
 */
export function certificationRequest(
  { subject, extensions }: RequestedName,
  spki: Uint8Array,
  sign: (data: Uint8Array) => Uint8Array,
): Buffer {
  const wanted = derOf(tags.sequence, ...extensions)
  const attributes = extensions.length === 0 ? [] : [derOf(tags.sequence, extensionRequest, derOf(tags.set, wanted))]
  const info = derOf(tags.sequence, version1, subject, spki, derOf(tags.context0, ...attributes))
  return derOf(tags.sequence, info, ecdsaWithSha256, derOf(tags.bitString, Buffer.of(0), sign(info)))
}

import { randomBytes } from 'node:crypto'
import { derOf, tags } from '../domain/der.ts'
import type { Signer } from './signer.ts'

const ecdsaWithSha256 = Buffer.from('300a06082a8648ce3d040302', 'hex')
const version3 = Buffer.from('a003020102', 'hex')

/** RFC 5280, 4.1.2.5: no well-defined end. IEEE 2030.5-2018, 6.11 has every certificate so. */
const notAfter = derOf(0x18, Buffer.from('99991231235959Z'))

/** What a certificate says; names, key and extensions as finished DER. */
export type CertificateContent = {
  readonly serial: Uint8Array
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly spki: Uint8Array
  readonly extensions: readonly Uint8Array[]
  /** Seconds since 1970. */
  readonly notBefore: number
}

/** A DER certificate (RFC 5280, 4.1), version 3, ECDSA with SHA-256. */
export async function signCertificate(content: CertificateContent, signer: Signer): Promise<Buffer> {
  const tbs = derOf(
    tags.sequence,
    version3,
    derOf(tags.integer, content.serial),
    ecdsaWithSha256,
    content.issuer,
    derOf(tags.sequence, timeOf(content.notBefore), notAfter),
    content.subject,
    content.spki,
    derOf(0xa3, derOf(tags.sequence, ...content.extensions)),
  )
  const signature = await signer.sign(tbs)
  return derOf(tags.sequence, tbs, ecdsaWithSha256, derOf(tags.bitString, Buffer.of(0), signature))
}

/** A serial number of 20 octets (RFC 5280, 4.1.2.2): 158 random bits; the top bit clear, so that it stays positive, the next one set, so that it stays long. */
export function randomSerial(): Buffer {
  const serial = randomBytes(20)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  return serial
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
function timeOf(seconds: number): Buffer {
  const digits = `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`
  return digits < '2050' ? derOf(0x17, Buffer.from(digits.slice(2))) : derOf(0x18, Buffer.from(digits))
}

import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U to mistake. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const symbols = 26

/** A one-time enrolment code: 26 symbols, 130 bits. Nobody keeps it but the one it is given to. */
export function newCode(): string {
  return [...randomBytes(symbols)].map((octet) => alphabet[octet & 31]).join('')
}

/** 128 bits in hex; it names an enrolment, and proves nothing. */
export function newEnrolmentId(): string {
  return randomBytes(16).toString('hex')
}

/** What of a code is kept, RFC 5802's StoredKey: it verifies proofs and cannot make one. */
export function storedKeyOf(code: string): Buffer {
  return hash('sha256', clientKeyOf(code), 'buffer')
}

/** RFC 5802's ClientKey. Without its iterations: a code of 130 bits cannot be searched for. */
function clientKeyOf(code: string): Buffer {
  return createHmac('sha256', code).update('derkey enrolment code v1').digest()
}

export type Proven = {
  /** `wrapped`: the key is made by the service for the ephemeral key `subject`; `own`: `subject` is a CSR of the device's own key. */
  readonly way: 'wrapped' | 'own'
  readonly enrolmentId: string
  /** DER of the SubjectPublicKeyInfo, or of the CSR, as it was sent. */
  readonly subject: Uint8Array
  /** The channel binding `tls-exporter` (RFC 9266) of the session; of `own` none: a CSR is public, and nothing secret is answered. */
  readonly exporter: Uint8Array | undefined
}

/** What a proof is computed over: five lines, the last without a newline. */
function provenText({ way, enrolmentId, subject, exporter }: Proven): string {
  const binding = exporter === undefined ? 'none' : Buffer.from(exporter).toString('hex')
  return ['derkey-enrolment-v1', way, enrolmentId, hash('sha256', subject, 'hex'), binding].join('\n')
}

/** The device's side: RFC 5802's ClientProof, 32 octets. */
export function proofOf(code: string, proven: Proven): Buffer {
  return xor(clientKeyOf(code), signature(storedKeyOf(code), proven))
}

/** Whether whoever made the proof knows the code. */
export function isProof(proof: Uint8Array, storedKey: Uint8Array, proven: Proven): boolean {
  if (proof.length !== 32) return false
  const clientKey = xor(proof, signature(storedKey, proven))
  return timingSafeEqual(hash('sha256', clientKey, 'buffer'), storedKey)
}

function signature(storedKey: Uint8Array, proven: Proven): Buffer {
  return createHmac('sha256', storedKey).update(provenText(proven)).digest()
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((octet, index) => octet ^ (other[index] ?? 0)))
}

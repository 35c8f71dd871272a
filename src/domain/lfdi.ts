import { hash } from 'node:crypto'

/**
 * IEEE 2030.5-2018, 6.3.4: long-form device identifier, the leftmost 160 bits of SHA-256 over a whole DER certificate.
 * 40 upper-case hex digits; compare with `sameLfdi`, since the field writes it in either case.
 */
export function lfdiOf(certificateDer: Uint8Array): string {
  return lfdiOfFingerprint(hash('sha256', certificateDer, 'hex'))
}

/** LFDI of a certificate's SHA-256 fingerprint, in hex with or without colons, as node:tls and openssl print it. */
export function lfdiOfFingerprint(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').slice(0, 40).toUpperCase()
}

/** Whether two spellings of an LFDI name the same certificate. */
export function sameLfdi(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase()
}

/**
 * IEEE 2030.5-2018, 6.3.3: short-form device identifier, the leftmost 36 bits of the LFDI in decimal, and a digit that makes the sum of
 * all digits a multiple of 10. Two devices may share one: never a key of anything.
 */
export function sfdiOf(lfdi: string): bigint {
  const digits = BigInt(`0x${lfdi.slice(0, 9)}`)
  return digits * 10n + BigInt(checkDigit(digits.toString()))
}

/** `sfdi` as people read it out: groups of three digits from the right, 12 digits in all. */
export function formatSfdi(sfdi: bigint): string {
  return sfdi
    .toString()
    .padStart(12, '0')
    .replaceAll(/\d{3}(?!$)/g, '$&-')
}

/** The digit that makes the digits' sum a multiple of 10: SFDI and PIN have it. */
export function checkDigit(digits: string): number {
  const sum = Array.from(digits).reduce((total, digit) => total + Number(digit), 0)
  return (10 - (sum % 10)) % 10
}

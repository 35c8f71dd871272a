import { derOfBlock, pemBlocks } from '../domain/key-files/pem.ts'
import { Problem } from '../domain/problem.ts'

/** PEM text (RFC 7468) of a DER structure, with a line feed at its end. */
export function pemOf(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der.buffer, der.byteOffset, der.byteLength)
    .toString('base64')
    .replaceAll(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}

/** Whether a file's bytes are meant as PEM: DER structures begin with the octet 0x30, text with anything else. */
export function isPem(bytes: Uint8Array): boolean {
  return bytes[0] !== 0x30
}

/** The DER structures of the PEM blocks with one of `labels`, at least one, in their order. @throws Problem pem_malformed, invalid_key */
export function derOfPem(bytes: Uint8Array, labels: readonly string[]): [Buffer, ...Buffer[]] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const [first, ...others] = pemBlocks(text).filter(({ label }) => labels.includes(label))
  if (first === undefined) throw new Problem('pem_malformed', { detail: `it holds no ${labels[0]}` })
  return [derOfBlock(first), ...others.map(derOfBlock)]
}

import { Problem } from '../problem.ts'

/** Octets of base64 (RFC 4648, 4) with padding; white space is passed over. @throws Problem invalid_key */
export function fromBase64(text: string): Buffer {
  const compact = text.replaceAll(/\s+/g, '')
  if (compact === '') throw new Problem('invalid_key', { detail: 'is empty' })
  const octets = Buffer.from(compact, 'base64')
  if (octets.toString('base64') !== compact) throw new Problem('invalid_key', { detail: 'is no base64, or not all of it' })
  return octets
}

/** What a file of keys looks like by its first bytes. */
export type KeyFileFormat = 'pkcs12' | 'der' | 'manifest' | 'pem' | 'csv'

/** Bytes that tell: `openssl` writes a few kilobytes of explanation before a block of PEM. */
export const headLength = 65_536

/** Within a PKCS#12 bundle's outer SEQUENCE stands INTEGER 3 and then a SEQUENCE (RFC 7292, 4). */
const pkcs12Version = Buffer.from([0x02, 0x01, 0x03, 0x30])

/** @param head the first bytes of a file, `headLength` of them or all */
export function formatOf(head: Uint8Array): KeyFileFormat {
  if (isPkcs12(head)) return 'pkcs12'
  if (head[0] === 0x30 && !isKeyIdText(head)) return 'der'
  const text = new TextDecoder('utf-8').decode(head)
  if (text.trimStart().startsWith('{')) return 'manifest'
  return text.includes('-----BEGIN ') && !hasCsvHeader(text) ? 'pem' : 'csv'
}

function isPkcs12(bytes: Uint8Array): boolean {
  const lengthOctets = (bytes[1] ?? 0) > 0x80 ? (bytes[1] ?? 0) & 0x7f : 0
  const start = 2 + lengthOctets
  return bytes[0] === 0x30 && Buffer.from(bytes.subarray(start, start + 4)).equals(pkcs12Version)
}

/** 0x30, a SEQUENCE, is also the first character of a key id: a list without its header is told so. */
function isKeyIdText(bytes: Uint8Array): boolean {
  return /^0x[0-9a-f]{64}$/i.test(Buffer.from(bytes.subarray(0, 66)).toString('latin1'))
}

/** CSV may hold PEM in quotes: then its header comes first. */
function hasCsvHeader(text: string): boolean {
  const [first = ''] = text.slice(0, 1024).split(/\r?\n/, 1)
  return first.split(',').some((name) => ['key_id', 'certificate', 'csr', 'public_key'].includes(name.trim().replace(/^"(.*)"$/, '$1')))
}

import type { Enode } from './enode.ts'

/** The URL of a node: `enode://PUBLIC_KEY@IP:PORT`, hex in lower case, IPv6 in brackets and as RFC 5952 has it. */
export function enodeOf({ public_key_x, public_key_y, ip_bytes, port }: Omit<Enode, 'ip'>): string {
  const key = `${public_key_x.slice(2)}${public_key_y.slice(2)}`.toLowerCase()
  const bytes = Buffer.from(ip_bytes.slice(2), 'hex')
  return `enode://${key}@${bytes.length === 4 ? bytes.join('.') : ipv6Of(bytes)}:${port}`
}

/** The URL's parser writes IPv6 in its canonical form, brackets included. */
function ipv6Of(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname
}

import { isIPv4, isIPv6 } from 'node:net'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { z } from 'zod'
import { ellipticCurves, isOnCurve } from './elliptic-curves.ts'
import type { EllipticCurve } from './elliptic-curves.ts'
import type { Hex } from './fields.ts'
import { Problem } from './problem.ts'

/** Where a node is met, and under which key: the parts of `enode://PUBLIC_KEY@IP:PORT` (devp2p's URL scheme). */
export type Enode = {
  /** The two coordinates of the key on secp256k1, 32 bytes each. */
  readonly public_key_x: Hex
  readonly public_key_y: Hex
  /** As it was written; an IPv6 address without its brackets. */
  readonly ip: string
  /** 4 or 16 bytes. */
  readonly ip_bytes: Hex
  readonly port: number
}

const secp256k1 = ellipticCurves.find(({ name }) => name === 'secp256k1') as EllipticCurve
const shape = /^enode:\/\/([0-9a-fA-F]{128})@(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):([1-9][0-9]{0,4})$/

/** @throws Problem invalid_input: of another shape, no point of the curve, no IP address, no port */
export function parseEnode(text: string): Enode {
  const match = shape.exec(text)
  if (match === null) throw refused('must be enode://, 128 hex digits, @, an IP address (of IPv6 in brackets), a colon and a port')
  const [key, ipv6, ipv4, port] = [match[1]?.toLowerCase() ?? '', match[2], match[3], Number(match[4])]
  const [x, y] = [key.slice(0, 64), key.slice(64)]
  if (!isOnCurve(secp256k1, BigInt(`0x${x}`), BigInt(`0x${y}`))) throw refused('its 128 hex digits are no point on secp256k1')
  const ip = ipv6 ?? ipv4 ?? ''
  const bytes = ipv6 === undefined ? bytesOfIpv4(ip) : bytesOfIpv6(ip)
  if (bytes === undefined) throw refused(`${JSON.stringify(ip)} is no IP address: nodes find each other by address, not by name`)
  if (/^0+$/.test(bytes)) throw refused(`${ip} stands for no machine`)
  if (port > 65_535) throw refused(`${port} is no port: 1 to 65535`)
  return { public_key_x: `0x${x}`, public_key_y: `0x${y}`, ip, ip_bytes: `0x${bytes}`, port }
}

/** The enode of a key at an address of 4 or 16 bytes; IPv6 as RFC 5952 has it. */
export function formatEnode({ public_key_x, public_key_y, ip_bytes, port }: Omit<Enode, 'ip'>): string {
  const bytes = Buffer.from(ip_bytes.slice(2), 'hex')
  const groups = Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16))
  const host = bytes.length === 4 ? bytes.join('.') : new URL(`http://[${groups.join(':')}]`).hostname
  return `enode://${public_key_x.slice(2)}${public_key_y.slice(2)}@${host}:${port}`
}

/** The node's account: the last 20 bytes of keccak-256 of its public key. */
export function accountOfEnode({ public_key_x, public_key_y }: Pick<Enode, 'public_key_x' | 'public_key_y'>): Hex {
  const key = Buffer.from(public_key_x.slice(2) + public_key_y.slice(2), 'hex')
  return `0x${Buffer.from(keccak_256(key).subarray(12)).toString('hex')}`
}

/** An enode, kept as the text that it is, its hex digits in lower case. */
export const enodeField = z
  .string()
  .transform((text, context) => {
    try {
      parseEnode(text)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      context.addIssue({ code: 'custom', message: error.message })
    }
    return text.toLowerCase()
  })
  .meta({ id: 'Enode', description: 'enode://PUBLIC_KEY@IP:PORT' })

const refused = (detail: string) => new Problem('invalid_input', { field: 'enode', detail })

function bytesOfIpv4(ip: string): string | undefined {
  return isIPv4(ip) ? Buffer.from(ip.split('.').map(Number)).toString('hex') : undefined
}

/** RFC 4291, 2.2: `::` stands for as many zeros as are missing; the last four bytes may be written as IPv4. */
function bytesOfIpv6(ip: string): string | undefined {
  if (!isIPv6(ip)) return undefined
  const plain = ip.replace(/[0-9.]+\.[0-9]+$/, (ipv4) => (bytesOfIpv4(ipv4) ?? '').replace(/(.{4})(.{4})/, '$1:$2'))
  const [before = [], after = []] = plain.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const missing = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...missing, ...after].map((group) => group.padStart(4, '0')).join('')
}

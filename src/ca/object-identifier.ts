import { derOf, tags } from '../domain/der.ts'
import { Problem } from '../domain/problem.ts'

const form = /^[0-2](\.(0|[1-9][0-9]{0,37}))+$/

/** Whether `text` is an object identifier in dotted decimals, such as `1.3.6.1.4.1.32473.1`. */
export function isOid(text: string): boolean {
  const [root = '', first = ''] = text.split('.')
  return form.test(text) && text.length <= 256 && (root === '2' || Number(first) < 40)
}

/** DER of an object identifier (X.690, 8.19), header included. @throws Problem invalid_input */
export function oidToDer(text: string): Buffer {
  if (!isOid(text)) throw new Problem('invalid_input', { detail: `${JSON.stringify(text.slice(0, 80))} is no object identifier` })
  const [root = 0n, first = 0n, ...arcs] = text.split('.').map(BigInt)
  return derOf(tags.oid, Buffer.from([root * 40n + first, ...arcs].flatMap(base128)))
}

/** Dotted decimals of the content octets of an object identifier. @throws Problem invalid_key where they are not of minimal form */
export function oidFromContent(content: Uint8Array): string {
  const arcs: bigint[] = []
  let arc = 0n
  let fresh = true
  for (const octet of content) {
    if (fresh && octet === 0x80) throw invalid()
    arc = (arc << 7n) | BigInt(octet & 0x7f)
    fresh = octet < 0x80
    if (fresh) {
      arcs.push(arc)
      arc = 0n
    }
  }
  const [first, ...others] = arcs
  if (!fresh || first === undefined || content.length > 128) throw invalid()
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n
  return [root, first - root * 40n, ...others].join('.')
}

function base128(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)]
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80)
  return octets
}

function invalid(): Problem {
  return new Problem('invalid_key', { detail: 'an object identifier is not well-formed' })
}

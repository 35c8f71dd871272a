import { Problem } from './problem.ts'

/** One element of DER (X.690, clause 10): where its header starts, its content starts, and its end. */
export type DerElement = { readonly tag: number; readonly start: number; readonly content: number; readonly end: number }

/** Reads elements one after the other. `take` wants a tag, `skip` takes it if it is there, `close` wants nothing left. */
export type DerReader = {
  take(tag: number, what: string): DerElement
  skip(tag: number): DerElement | undefined
  any(what: string): DerElement
  more(): boolean
  close(): void
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
} as const

/**
 * A strict reader of the elements between `start` and `end`: definite lengths of minimal form only, so that nothing has two spellings.
 * @param name what is read, for the errors
 * @throws Problem invalid_key
 */
export function readDer(bytes: Uint8Array, name: string, start = 0, end = bytes.length): DerReader {
  let offset = start
  const any = (what: string): DerElement => {
    const element = elementAt(bytes, offset, end, `${name}: ${what}`)
    offset = element.end
    return element
  }
  return {
    any,
    more: () => offset < end,
    take: (tag, what) => {
      if (offset < end && bytes[offset] !== tag) {
        throw invalid(`${name}: ${what} has tag 0x${hexOctet(bytes[offset])} at offset ${offset} where 0x${hexOctet(tag)} belongs`)
      }
      return any(what)
    },
    skip: (tag) => (offset < end && bytes[offset] === tag ? any('optional element') : undefined),
    close: () => {
      if (offset !== end) throw invalid(`${name}: ${end - offset} bytes too many at offset ${offset}`)
    },
  }
}

/** A reader of what stands inside `element`. */
export function readInside(bytes: Uint8Array, name: string, element: DerElement): DerReader {
  return readDer(bytes, name, element.content, element.end)
}

/** The octets of `element`, header included. */
export function wholeOf(bytes: Uint8Array, element: DerElement): Uint8Array {
  return bytes.subarray(element.start, element.end)
}

/** The octets inside `element`. */
export function contentOf(bytes: Uint8Array, element: DerElement): Uint8Array {
  return bytes.subarray(element.content, element.end)
}

/** The value of an INTEGER that must be positive and of minimal form (X.690, 8.3.2). @throws Problem invalid_key */
export function positiveInteger(bytes: Uint8Array, element: DerElement, what: string): bigint {
  const content = contentOf(bytes, element)
  const [first = 0x80, second = 0x80] = content
  if (first >= 0x80) throw invalid(`${what} is no positive integer`)
  if (content.length > 1 && first === 0 && second < 0x80) throw invalid(`${what} is not of minimal form`)
  return BigInt(`0x${Buffer.from(content).toString('hex')}`)
}

/** Content of a BIT STRING of whole octets. @throws Problem invalid_key */
export function octetsOfBitString(bytes: Uint8Array, element: DerElement, what: string): Uint8Array {
  if (bytes[element.content] !== 0 || element.end === element.content) throw invalid(`${what} is no bit string of whole octets`)
  return bytes.subarray(element.content + 1, element.end)
}

/** One element around `content`. */
export function derOf(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff)
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | octets.length, ...octets]
  return Buffer.concat([Buffer.from(header), ...content])
}

function elementAt(bytes: Uint8Array, start: number, limit: number, what: string): DerElement {
  const tag = bytes[start]
  const first = bytes[start + 1]
  if (start + 2 > limit || tag === undefined || first === undefined) throw invalid(`${what} is missing or truncated at offset ${start}`)
  if ((tag & 0x1f) === 0x1f) throw invalid(`${what} has a tag of several octets at offset ${start}`)
  let content = start + 2
  let length = first
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0) throw invalid(`${what} has an indefinite length, which DER does not allow`)
    if (count > 4 || content + count > limit) throw invalid(`${what} is truncated, or its length of ${count} octets is too large`)
    length = 0
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[content + index] ?? 0)
    if (length < 0x80 || length < 256 ** (count - 1)) throw invalid(`${what} has a length that is not of minimal form`)
    content += count
  }
  const end = content + length
  if (end > limit) throw invalid(`${what} is truncated: ${end - limit} bytes are missing`)
  return { tag, start, content, end }
}

function hexOctet(octet: number | undefined): string {
  return (octet ?? 0).toString(16).padStart(2, '0')
}

function invalid(detail: string): Problem {
  return new Problem('invalid_key', { detail })
}

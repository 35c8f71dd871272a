import { Problem } from '../problem.ts'
import { fromBase64 } from './base64.ts'

/** One block of PEM: `body` is what stands between its two lines. */
export type PemBlock = { readonly label: string; readonly body: string; readonly number: number; readonly line: number }

/** What a text of PEM holds, in its order: blocks, and what begins as one and is none. */
export type PemSink = { block(block: PemBlock): void; fault(problem: Problem): void }

const begin = '-----BEGIN '
const dashes = '-----'
const maxLabelLength = 60
const maxBodyLength = 100_000

/**
 * Reads PEM (RFC 7468) as it comes in, explanatory text between the blocks passed over. Time is linear in the text, memory bounded by the
 * largest block.
 */
export function createPemReader(sink: PemSink) {
  let text = ''
  let line = 1
  let number = 0

  const drop = (length: number) => {
    line += lineBreaks(text, length)
    text = text.slice(length)
  }
  const fault = (detail: string, skip: number) => {
    sink.fault(new Problem('pem_malformed', { field: `block ${number}, line ${line}`, detail }))
    drop(skip)
  }
  /** Takes the block that `text` begins with; false where more of it has to come. */
  const takeBlock = (last: boolean): boolean => {
    const labelEnd = text.indexOf(dashes, begin.length)
    if (labelEnd === -1 && !last && text.length <= begin.length + maxLabelLength + dashes.length) return false
    const label = labelEnd === -1 ? '' : text.slice(begin.length, labelEnd)
    const bodyStart = labelEnd + dashes.length
    const bodyEnd = labelEnd === -1 ? -1 : text.indexOf(dashes, bodyStart)
    const closing = `-----END ${label}-----`
    const isWhole = /^[A-Z0-9 ]{1,60}$/.test(label)
    if (isWhole && !last && text.length <= bodyStart + maxBodyLength && (bodyEnd === -1 || text.length < bodyEnd + closing.length))
      return false

    number += 1
    if (!isWhole) fault('its first line is not whole', begin.length)
    else if ((bodyEnd === -1 ? text.length : bodyEnd) - bodyStart > maxBodyLength)
      fault(`it has more than ${maxBodyLength} characters`, bodyStart)
    else if (bodyEnd === -1 || !text.startsWith(closing, bodyEnd))
      fault(`"${closing}" is missing: the text is truncated`, bodyEnd === -1 ? bodyStart : bodyEnd)
    else {
      sink.block({ label, body: text.slice(bodyStart, bodyEnd), number, line })
      drop(bodyEnd + closing.length)
    }
    return true
  }
  const read = (last: boolean) => {
    for (;;) {
      const at = text.indexOf(begin)
      // what may be the first part of a block's first line stays
      drop(at === -1 ? Math.max(0, text.length - begin.length + 1) : at)
      if (at === -1 || !takeBlock(last)) return
    }
  }
  return {
    push(part: string): void {
      text += part
      read(false)
    },
    end: () => read(true),
  }
}

/** The blocks of PEM in `text`. @throws Problem pem_malformed for a block without an end */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = []
  const reader = createPemReader({
    block: (block) => blocks.push(block),
    fault: (problem) => {
      throw problem
    },
  })
  reader.push(text)
  reader.end()
  return blocks
}

/** DER of a block. @throws Problem invalid_key, pem_malformed for encrypted blocks */
export function derOfBlock({ body }: PemBlock): Buffer {
  if (body.includes(':'))
    throw new Problem('pem_malformed', { detail: 'has headers (RFC 1421), which keys, CSRs and certificates do not have' })
  return fromBase64(body)
}

function lineBreaks(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

import { Problem } from '../problem.ts'
import { fromBase64 } from './base64.ts'

/** One block of PEM: `body` is what stands between its two lines. */
export type PemBlock = { readonly label: string; readonly body: string; readonly number: number; readonly line: number }

const begin = '-----BEGIN '
const dashes = '-----'
const maxBodyLength = 100_000

/**
 * The blocks of PEM in `text` (RFC 7468), explanatory text between them passed over. Time is linear in the text.
 * @throws Problem pem_malformed for a block without an end
 */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = []
  let line = 1
  let counted = 0
  for (let at = text.indexOf(begin); at !== -1; at = text.indexOf(begin, counted)) {
    line += lineBreaks(text, counted, at)
    const number = blocks.length + 1
    const labelEnd = text.indexOf(dashes, at + begin.length)
    const label = labelEnd === -1 ? '' : text.slice(at + begin.length, labelEnd)
    if (!/^[A-Z0-9 ]{1,60}$/.test(label)) throw malformed(number, line, 'its first line is not whole')
    const bodyStart = labelEnd + dashes.length
    const bodyEnd = text.indexOf(dashes, bodyStart)
    const closing = `-----END ${label}-----`
    if (bodyEnd === -1 || !text.startsWith(closing, bodyEnd))
      throw malformed(number, line, `"${closing}" is missing: the text is truncated`)
    if (bodyEnd - bodyStart > maxBodyLength) throw malformed(number, line, `it has more than ${maxBodyLength} characters`)
    blocks.push({ label, body: text.slice(bodyStart, bodyEnd), number, line })
    const end = bodyEnd + closing.length
    line += lineBreaks(text, at, end)
    counted = end
  }
  return blocks
}

/** DER of a block. @throws Problem invalid_key, pem_malformed for encrypted blocks */
export function derOfBlock({ body }: PemBlock): Buffer {
  if (body.includes(':'))
    throw new Problem('pem_malformed', { detail: 'has headers (RFC 1421), which keys, CSRs and certificates do not have' })
  return fromBase64(body)
}

function lineBreaks(text: string, start: number, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

function malformed(number: number, line: number, detail: string): Problem {
  return new Problem('pem_malformed', { field: `block ${number}, line ${line}`, detail })
}

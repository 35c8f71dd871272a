import { Problem } from '../../domain/problem.ts'
import { maxLineBytes } from './receipt-lines.ts'

/** A line of a file without its line break, counted from 1; `bytes` with it. */
export type FileLine = { readonly number: number; readonly text: string; readonly bytes: Uint8Array }

const lineBreak = 0x0a

/**
 * The lines of a file of any length, each of at most `maxLineBytes`.
 * @throws Problem receipts_invalid for a line that is too long, no UTF-8, or has no line break
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let number = 0
  let rest: Uint8Array[] = []
  let length = 0
  const lineOf = (bytes: Buffer): FileLine => {
    number += 1
    try {
      return { number, bytes, text: decoder.decode(bytes.subarray(0, -1)) }
    } catch (cause) {
      throw new Problem('receipts_invalid', { field: `line ${number}`, detail: 'is no UTF-8', cause })
    }
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(lineBreak); end !== -1; end = chunk.indexOf(lineBreak, start)) {
      yield lineOf(Buffer.concat([...rest, chunk.subarray(start, end + 1)]))
      rest = []
      length = 0
      start = end + 1
    }
    rest.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > maxLineBytes) {
      throw new Problem('receipts_invalid', { field: `line ${number + 1}`, detail: `has more than ${maxLineBytes} bytes` })
    }
  }
  if (length > 0) throw new Problem('receipts_invalid', { field: `line ${number + 1}`, detail: 'is cut off: it has no line break' })
}

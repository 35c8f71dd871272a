import type { Request } from 'express'
import { Problem } from '../../domain/problem.ts'

/** Longest line, bytes: a CSR in base64 and some. */
const longestLine = 131_072
/** A client that sends nothing for so long is cut off. */
const patienceMs = 30_000

export const linesType = 'application/x-ndjson'

export type Line = { readonly text: string; readonly number: number }

/**
 * The lines of a request's body as they come in, counted from 1; empty ones are passed over. Memory is bounded by the longest line.
 * @throws Problem `invalid_input`, `body_too_large`
 */
export async function* readLines(request: Request): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [number, rest] = [0, '']
  const cut = () => void request.destroy()
  request.setTimeout(patienceMs, cut)
  try {
    // the client is still to be told what is wrong with a body of which the rest is not read
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        number += 1
        if (part.trim() !== '') yield { text: bounded(part, number), number }
      }
      bounded(rest, number + 1)
    }
    rest += decoder.decode()
  } catch (error) {
    if (error instanceof Problem) throw error
    const isText = error instanceof TypeError
    const detail = isText ? `line ${number + 1} is no UTF-8` : `ended early, after ${number} lines; nothing of it was taken`
    throw new Problem('invalid_input', { field: 'body', detail, cause: error })
  } finally {
    request.setTimeout(0)
    request.off('timeout', cut)
  }
  if (rest.trim() !== '') yield { text: bounded(rest, number + 1), number: number + 1 }
}

function bounded(text: string, number: number): string {
  if (text.length <= longestLine) return text
  throw new Problem('body_too_large', { field: `line ${number}`, detail: `has more than ${longestLine} characters` })
}

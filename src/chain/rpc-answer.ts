import { RpcRequestError } from 'viem'
import { Problem } from '../domain/problem.ts'

/** What was asked. */
export type RpcBody = { readonly id: number; readonly method: string }

type Answer = {
  readonly result?: unknown
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown }
}

/** What the node answers. @throws Problem `chain_nonsense`; RpcRequestError when it answers with an error */
export function readAnswer(text: string, url: URL, body: RpcBody): unknown {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    throw nonsense(text, url, body)
  }
  return resultOf(answer, url, body, text)
}

/** The same, of an answer that is parsed already. */
export function resultOf(parsed: unknown, url: URL, body: RpcBody, text = JSON.stringify(parsed)): unknown {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw nonsense(text, url, body)
  const answer: Answer = parsed
  if (answer.error !== undefined && answer.error !== null) {
    const { code, message, data } = answer.error
    if (typeof code !== 'number' || typeof message !== 'string') throw nonsense(text, url, body)
    throw new RpcRequestError({ body, error: { code, message, data }, url: url.origin })
  }
  if (answer.result === undefined) throw nonsense(text, url, body)
  return answer.result
}

function nonsense(text: string, url: URL, body: RpcBody): Problem {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return new Problem('chain_nonsense', {
    detail: `${url.host} answers ${body.method} with ${JSON.stringify(shown)}, which is no JSON-RPC`,
  })
}

import { RpcRequestError } from 'viem'
import { Problem } from '../domain/problem.ts'
import { atMost } from './at-most.ts'
import { readAnswer, type RpcBody } from './rpc-answer.ts'

export type RpcOutcome = 'ok' | 'error' | 'unreachable'

/** Called once a JSON-RPC request, for the metric `derkey_rpc_requests_total`. */
export type RpcObserver = (request: { readonly endpoint: string; readonly method: string; readonly outcome: RpcOutcome }) => void

export type RpcRequest = (request: { method: string; params?: unknown }) => Promise<unknown>

/** Besu turns connections away from its 81st on (`rpc-http-max-active-connections`), and others ask it too. */
export const requestsAtOnce = 16

export const maxAnswerBytes = 64 * 1024 * 1024

/** RFC 6585 §4. */
const tooManyRequests = 429

/**
 * JSON-RPC over HTTP, one request a call. viem's own transport stops its clock at the first byte and takes any JSON for an answer; here
 * the whole answer has to be there in time, and has to be JSON-RPC.
 * @throws Problem `chain_unreachable`, `chain_timeout`, `chain_busy`, `chain_nonsense`; RpcRequestError when the node answers with an error.
 */
export function createRpc(url: URL, timeoutMs: number, observe: RpcObserver | undefined): RpcRequest {
  let lastId = 0
  const { endpoint, headers } = withoutCredentials(url)
  const turn = atMost(requestsAtOnce)
  return async ({ method, params = [] }) => {
    const count = (outcome: RpcOutcome) => observe?.({ endpoint: url.host, method, outcome })
    const body = { jsonrpc: '2.0', id: ++lastId, method, params }
    try {
      const result = readAnswer(await turn(() => post(endpoint, headers, body, timeoutMs)), url, body)
      count('ok')
      return result
    } catch (error) {
      count(error instanceof RpcRequestError ? 'error' : 'unreachable')
      throw error
    }
  }
}

/** fetch takes no credentials in a URL; they go into the header of RFC 7617, and nowhere else. @throws Problem `invalid_input` */
export function withoutCredentials(url: URL): { endpoint: URL; headers: Record<string, string> } {
  const headers = { 'content-type': 'application/json' }
  if (url.username === '' && url.password === '') return { endpoint: url, headers }
  const [user, password] = [decoded(url.username, url), decoded(url.password, url)]
  const endpoint = new URL(url)
  endpoint.username = endpoint.password = ''
  return { endpoint, headers: { ...headers, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` } }
}

function decoded(text: string, { host }: URL): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    const detail = `user or password before ${host} have a % that begins no character: write %25 for a % itself`
    throw new Problem('invalid_input', { field: 'rpc', detail, cause })
  }
}

async function post(url: URL, headers: Record<string, string>, body: RpcBody, timeoutMs: number): Promise<string> {
  const request = {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  }
  try {
    const response = await fetch(url, request)
    if (response.status === tooManyRequests) throw new Problem('chain_busy', { detail: `${url.host} answers ${body.method} with 429` })
    return await textOf(response)
  } catch (error) {
    if (error instanceof Problem) throw error
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw new Problem('chain_timeout', { detail: `${url.host} gave no answer to ${body.method} within ${timeoutMs} ms` })
    }
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    throw new Problem('chain_unreachable', { detail: `${url.host}: ${describe(cause)}`, cause })
  }
}

/** An answer need not say how long it is. */
async function textOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length
    if (bytes > maxAnswerBytes) throw new RangeError(`the answer has more than ${maxAnswerBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const code = (cause as { code?: unknown }).code
  return typeof code === 'string' ? (cause.message.includes(code) ? cause.message : `${cause.message} (${code})`) : cause.message
}

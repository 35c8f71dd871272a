import { Problem } from '../domain/problem.ts'
import { atMost } from './at-most.ts'
import { isRpcError } from './chain-problem.ts'
import { resultOf, type RpcBody } from './rpc-answer.ts'
import { maxAnswerBytes, requestsAtOnce, withoutCredentials, type RpcObserver, type RpcOutcome, type RpcRequest } from './rpc-transport.ts'

export type SocketRpc = { readonly request: RpcRequest; close(): void }

type Pending = { readonly body: RpcBody; resolve(answer: unknown): void; reject(error: unknown): void }
type Connection = { readonly socket: WebSocket; readonly pending: Map<number, Pending> }

/** Of the request to subscribe; the others count from 1. */
const subscribing = 0

/**
 * JSON-RPC over a websocket, opened with the first request and again with the first one after it broke. `onHead` is called when the node says that it has a
 * new block; one that keeps no subscriptions says nothing.
 * @throws Problem `chain_unreachable`, `chain_timeout`, `chain_nonsense`; RpcRequestError when the node answers with an error.
 */
export function createSocketRpc(url: URL, timeoutMs: number, onHead: () => void, observe?: RpcObserver): SocketRpc {
  const unreachable = (why: string) => new Problem('chain_unreachable', { detail: `${url.host}: ${why}` })
  const turn = atMost(requestsAtOnce)
  let current: Promise<Connection> | undefined
  let lastId = subscribing
  let closed = false

  const openAnew = () => {
    const opening = connect(url, timeoutMs, onHead)
    const forget = () => {
      if (current === opening) current = undefined
    }
    void opening.then(({ socket }) => socket.addEventListener('close', forget), forget)
    return opening
  }
  const send = async (body: RpcBody & { readonly params: unknown }) => {
    if (closed) throw unreachable('the websocket was closed here')
    const opening = (current ??= openAnew())
    let connection: Connection
    try {
      connection = await opening
    } catch (error) {
      throw unreachable((error as Error).message)
    }
    const { socket, pending } = connection
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const timer = setTimeout(() => {
      // it may be broken without a word
      if (current === opening) current = undefined
      socket.close()
      reject(new Problem('chain_timeout', { detail: `${url.host} gave no answer to ${body.method} within ${timeoutMs} ms` }))
    }, timeoutMs)
    pending.set(body.id, { body, resolve, reject })
    try {
      if (socket.readyState !== WebSocket.OPEN) throw unreachable('the websocket is closed')
      socket.send(JSON.stringify({ jsonrpc: '2.0', ...body }))
      return resultOf(await promise, url, body)
    } catch (error) {
      throw error instanceof Lost ? unreachable(error.message) : error
    } finally {
      clearTimeout(timer)
      pending.delete(body.id)
    }
  }
  const request: RpcRequest = async ({ method, params = [] }) => {
    const count = (outcome: RpcOutcome) => observe?.({ endpoint: url.host, method, outcome })
    try {
      const result = await turn(() => send({ id: ++lastId, method, params }))
      count('ok')
      return result
    } catch (error) {
      count(isRpcError(error) ? 'error' : 'unreachable')
      throw error
    }
  }
  const close = () => {
    closed = true
    void current?.then(({ socket }) => socket.close()).catch(() => undefined)
  }
  return { request, close }
}

class Lost extends Error {}

function connect(url: URL, timeoutMs: number, onHead: () => void): Promise<Connection> {
  const { endpoint, headers } = withoutCredentials(url)
  const socket = new WebSocket(endpoint, { headers })
  const pending: Connection['pending'] = new Map()
  const { promise, resolve, reject } = Promise.withResolvers<Connection>()
  const lost = (why: string) => {
    clearTimeout(late)
    const error = new Lost(why)
    reject(error)
    for (const { reject: fail } of pending.values()) fail(error)
  }
  const late = setTimeout(() => {
    lost(`no websocket within ${timeoutMs} ms`)
    socket.close()
  }, timeoutMs)
  socket.addEventListener('open', () => {
    clearTimeout(late)
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: subscribing, method: 'eth_subscribe', params: ['newHeads'] }))
    resolve({ socket, pending })
  })
  socket.addEventListener('error', (event) => lost((event as { message?: string }).message || 'no websocket can be opened'))
  socket.addEventListener('close', ({ code, reason }) => lost(`the websocket was closed (${code}${reason && `, ${reason}`})`))
  socket.addEventListener('message', ({ data }) => {
    const answer = typeof data === 'string' && data.length <= maxAnswerBytes ? parse(data) : undefined
    if (answer === undefined) {
      lost('it sends what is no JSON-RPC, or too much at once')
      socket.close()
    } else if (answer.method === 'eth_subscription') onHead()
    else if (typeof answer.id === 'number') pending.get(answer.id)?.resolve(answer)
  })
  return promise
}

function parse(text: string): { readonly id?: unknown; readonly method?: unknown } | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null ? answer : undefined
  } catch {
    return undefined
  }
}

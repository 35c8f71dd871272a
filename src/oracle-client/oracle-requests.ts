import { once } from 'node:events'
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { Problem } from '../domain/problem.ts'

export type OracleAddress = {
  /** Where the oracle answers, without `/v1`; https, or http on this host. */
  readonly url: string
  /** Bearer token of an entity; none for the calls that need none. */
  readonly token?: string | undefined
  /** PEM: the CAs of which one must have issued the oracle's certificate, in place of the system's. */
  readonly ca?: string | undefined
}

/** An answer with its whole body. */
export type OracleAnswer = { readonly status: number; readonly body: unknown }

export type OracleRequests = {
  /** @throws Error for what is no JSON, too large, or not there in time */
  getJson(path: string, timeoutMs: number): Promise<OracleAnswer>
  /** An answer whose body does not end. @param idleMs it breaks off when nothing comes for so long, or its header is not there by then */
  openStream(path: string, idleMs: number, signal: AbortSignal): Promise<IncomingMessage>
}

/** An oracle lets 64 calls of one token under way at once. */
const requestsAtOnce = 16
const largestAnswer = 1_000_000

/** Requests to one oracle. Redirects are not followed: a token goes to nobody else. @throws Problem `invalid_input` for a URL or a CA that is none */
export function createOracleRequests({ url, token, ca }: OracleAddress): OracleRequests {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Problem('invalid_input', { field: 'oracle', detail: `${JSON.stringify(url)} is no http or https URL` })
  }
  const base = new URL(url.endsWith('/') ? url : `${url}/`)
  const isTls = base.protocol === 'https:'
  const trust = { minVersion: 'TLSv1.2' as const, ...(ca !== undefined && { ca }) }
  const kept = { keepAlive: true, maxSockets: requestsAtOnce }
  const agent = isTls ? new HttpsAgent({ ...kept, ...trust }) : new HttpAgent(kept)
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const open = (path: string, options: { timeout?: number; signal: AbortSignal; agent?: HttpAgent | HttpsAgent }): ClientRequest => {
    const to = new URL(path, base)
    return isTls ? httpsRequest(to, { headers, ...trust, ...options }) : httpRequest(to, { headers, ...options })
  }

  return {
    getJson: async (path, timeoutMs) => {
      const signal = AbortSignal.timeout(timeoutMs)
      const get = async () => {
        const outgoing = open(path, { signal, agent })
        try {
          return await answerOf(outgoing)
        } catch (error) {
          // the oracle closed a kept connection while the request was on its way
          if (outgoing.reusedSocket && !signal.aborted && (error as NodeJS.ErrnoException).code === 'ECONNRESET') return 'again'
          throw signal.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error
        }
      }
      for (;;) {
        const answer = await get()
        if (answer !== 'again') return answer
      }
    },
    openStream: async (path, idleMs, signal) => {
      const outgoing = open(path, { signal, timeout: idleMs })
      const end = () => outgoing.destroy(new Error(`nothing came for ${idleMs} ms`))
      outgoing.once('timeout', end)
      // a header that comes octet by octet is never idle
      const late = setTimeout(end, idleMs)
      try {
        const [response] = (await once(outgoing.end(), 'response')) as [IncomingMessage]
        return response
      } finally {
        clearTimeout(late)
      }
    },
  }
}

async function answerOf(outgoing: ClientRequest): Promise<OracleAnswer> {
  const [response] = (await once(outgoing.end(), 'response')) as [IncomingMessage]
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > largestAnswer) throw new RangeError(`the answer has more than ${largestAnswer} bytes`)
    parts.push(part)
  }
  const text = Buffer.concat(parts).toString()
  const status = response.statusCode ?? 0
  try {
    return { status, body: JSON.parse(text) as unknown }
  } catch {
    throw new Error(`answers ${status} with ${JSON.stringify(text.slice(0, 80))}, which is no JSON`)
  }
}

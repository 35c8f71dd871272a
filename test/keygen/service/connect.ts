import { once } from 'node:events'
import { request } from 'node:http'
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls'

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Record<string, unknown> & { code?: string }
}

/** One TLS session with the service, and requests over it. */
export type Session = {
  readonly socket: TLSSocket
  /** RFC 9266, as the other end computes it. */
  readonly exporter: Buffer
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  close(): void
}

export async function openSession(url: string, options: ConnectionOptions): Promise<Session> {
  const { hostname, port } = new URL(url)
  const socket = connectTls({ host: hostname, port: Number(port), servername: 'localhost', ...options })
  await once(socket, 'secureConnect')
  const exporter = socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
  const call: Session['call'] = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const json = body === undefined ? {} : { 'Content-Type': 'application/json' }
      const outgoing = request(
        { createConnection: () => socket, host: hostname, port, method, path, headers: { Connection: 'keep-alive', ...json, ...headers } },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.once('error', reject)
          response.once('end', () => {
            const text = Buffer.concat(parts).toString()
            const plain = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
            const parsed = /json/.test(plain['content-type'] ?? '') ? (JSON.parse(text) as Answer['body']) : { text }
            resolve({ status: response.statusCode ?? 0, headers: plain, body: parsed })
          })
        },
      )
      outgoing.once('error', reject)
      outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
    })
  return { socket, exporter, call, close: () => socket.destroy() }
}

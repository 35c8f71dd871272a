import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer } from 'node:https'
import type { Server, ServerOptions } from 'node:https'
import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { causeOfTlsError } from './causes.ts'

/** A connection as it was before TLS. */
export type Connection = {
  /** Address and port of the peer. */
  readonly address: string
  /** The first bytes that it sent; gone once it has shown a certificate. */
  hello?: Buffer | undefined
}

export type TlsServerEvents = {
  readonly onRequest: RequestListener
  /** After the handshake, before anything is read. */
  readonly onSession: (socket: TLSSocket, connection: Connection) => void
  /** A connection that came to no session, or tried to renegotiate one; `socket` where it had a session before. */
  readonly onFailure: (failure: { cause: string; detail: string; connection: Connection; socket?: object }) => void
}

/**
 * An HTTPS server that keeps each ClientHello at hand until the handshake is over, so that a refusal can say what was offered: Node shows
 * it nowhere. The bytes are read off the TCP socket, put back, and TLS begins as it always does; an asynchronous context ties the two
 * together, since Node's public interface does not.
 */
export function createTlsServer(options: ServerOptions, { onRequest, onSession, onFailure }: TlsServerEvents): Server {
  const connections = new AsyncLocalStorage<Connection>()
  const secured = new WeakSet<object>()
  const server = createServer(options, onRequest)
  const beginTls = server.listeners('connection')
  server.removeAllListeners('connection')

  server.on('connection', (raw: Socket) => {
    const connection = connectionOf(raw)
    const abandon = () => {
      clearTimeout(timer)
      raw.destroy()
    }
    const timer = setTimeout(() => {
      onFailure({ cause: 'handshake_timeout', detail: 'the client connected and sent nothing', connection })
      raw.destroy()
    }, options.handshakeTimeout)
    raw.on('error', abandon).on('end', abandon)
    raw.once('data', (hello: Buffer) => {
      clearTimeout(timer)
      raw.off('error', abandon).off('end', abandon)
      raw.pause()
      raw.unshift(hello)
      connection.hello = hello
      connections.run(connection, () => {
        for (const listener of beginTls) listener.call(server, raw)
      })
    })
  })

  server.prependListener('secureConnection', (socket) => {
    // a client that could renegotiate could change its certificate after the check; an attempt ends the connection with an error below
    socket.disableRenegotiation()
    secured.add(socket)
    onSession(socket, connections.getStore() ?? connectionOf(socket))
  })

  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const connection = connections.getStore() ?? connectionOf(socket)
    onFailure({ cause: causeOfTlsError(error.code), detail: plainReason(error), connection })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ERR_TLS_RENEGOTIATION_DISABLED') {
      onFailure({
        cause: 'renegotiation',
        detail: 'the client tried to renegotiate',
        connection: connectionOf(socket as TLSSocket),
        socket,
      })
    }
    const status = answers[error.code ?? '']
    if (status === undefined || !socket.writable || !secured.has(socket)) socket.destroy()
    else socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })
  return server
}

/** What faults of HTTP are answered, by the code of Node's error. */
const answers: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_INVALID_METHOD: '400 Bad Request',
  HPE_INVALID_URL: '400 Bad Request',
  HPE_INVALID_VERSION: '400 Bad Request',
  HPE_INVALID_HEADER_TOKEN: '400 Bad Request',
  HPE_INVALID_CONTENT_LENGTH: '400 Bad Request',
  HPE_INVALID_TRANSFER_ENCODING: '400 Bad Request',
  HPE_INVALID_CHUNK_SIZE: '400 Bad Request',
  HPE_INVALID_CONSTANT: '400 Bad Request',
  HPE_INVALID_EOF_STATE: '400 Bad Request',
  HPE_UNEXPECTED_CONTENT_LENGTH: '400 Bad Request',
}

/** Its address costs two system calls, and is wanted for refusals alone. */
function connectionOf(socket: Socket): Connection {
  let address: string | undefined
  return {
    get address() {
      const { remoteAddress, remotePort } = socket
      address ??= remoteAddress === undefined ? undefined : `${remoteAddress}:${remotePort}`
      return address ?? 'unknown'
    },
  }
}

/** OpenSSL's errors carry file and line; the reason is their fifth part. */
function plainReason(error: Error): string {
  return /:SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1] ?? error.message
}

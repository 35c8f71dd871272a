import { createServer } from 'node:https'
import type { Server, ServerOptions } from 'node:https'
import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { causeOfTlsError } from './causes.ts'

export type TlsServerEvents = {
  readonly onRequest: RequestListener
  /** After the handshake, before anything is read. `hello`: the first bytes that the client sent. */
  readonly onSession: (socket: TLSSocket, address: string, hello: Buffer | undefined) => void
  /** A connection that came to no session, or tried to renegotiate one. */
  readonly onFailure: (failure: Failure) => void
}

export type Failure = {
  readonly cause: string
  readonly detail: string
  readonly address: string
  readonly hello?: Buffer | undefined
  /** The connection, where it had come to a session before. */
  readonly socket?: object
}

/**
 * An HTTPS server that keeps each ClientHello at hand until the handshake is over, so that a refusal can say what was offered: Node shows
 * it nowhere. The bytes are read off the TCP socket, put back, and TLS begins as it always does.
 */
export function createTlsServer(options: ServerOptions, { onRequest, onSession, onFailure }: TlsServerEvents): Server {
  const hellos = new Map<string, Buffer>()
  const secured = new WeakSet<object>()
  const server = createServer(options, onRequest)
  const beginTls = server.listeners('connection')
  server.removeAllListeners('connection')

  server.on('connection', (raw: Socket) => {
    const address = addressOf(raw)
    const abandon = () => void raw.destroy()
    raw.once('error', abandon).once('end', abandon)
    raw.setTimeout(options.handshakeTimeout ?? 0, () => {
      onFailure({ cause: 'handshake_timeout', detail: 'the client connected and sent nothing', address })
      raw.destroy()
    })
    raw.once('data', (hello: Buffer) => {
      raw.setTimeout(0).removeAllListeners('timeout').off('error', abandon).off('end', abandon)
      raw.pause()
      raw.unshift(hello)
      hellos.set(address, hello)
      raw.once('close', () => hellos.delete(address))
      for (const listener of beginTls) listener.call(server, raw)
    })
  })

  server.prependListener('secureConnection', (socket) => {
    // a client that could renegotiate could change its certificate after the check; an attempt ends the connection with an error below
    socket.disableRenegotiation()
    secured.add(socket)
    const address = addressOf(socket)
    const hello = hellos.get(address)
    hellos.delete(address)
    onSession(socket, address, hello)
  })

  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const address = addressOf(socket)
    onFailure({ cause: causeOfTlsError(error.code), detail: plainReason(error), address, hello: hellos.get(address) })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ERR_TLS_RENEGOTIATION_DISABLED') {
      onFailure({ cause: 'renegotiation', detail: 'the client tried to renegotiate', address: addressOf(socket as TLSSocket), socket })
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

function addressOf({ remoteAddress, remotePort }: Socket): string {
  return remoteAddress === undefined ? 'unknown' : `${remoteAddress}:${remotePort}`
}

/** OpenSSL's errors carry file and line; the reason is their fifth part. */
function plainReason(error: Error): string {
  return /:SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1] ?? error.message
}

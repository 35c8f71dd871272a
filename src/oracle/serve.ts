import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Problem } from '../domain/problem.ts'
import type { OracleConfiguration } from './configuration.ts'

export type Serving = {
  /** `http(s)://HOST:PORT` */
  readonly url: string
  readonly server: Server
  /** Takes no new connections and waits for open requests, at most `milliseconds`; then cuts what is left. */
  stop(milliseconds: number): Promise<void>
}

/** Listens as the configuration says. @throws Problem `port_taken`, `invalid_configuration` */
export async function serve(listener: RequestListener, { listen, tls }: Pick<OracleConfiguration, 'listen' | 'tls'>): Promise<Serving> {
  const limits = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 }
  const server = tls === undefined ? createServer(limits, listener) : createTlsServer({ ...limits, ...tlsOptions(tls) }, listener)
  await listening(server, listen)
  const { port } = server.address() as AddressInfo
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    server,
    stop: (milliseconds) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), milliseconds)
        // a connection that a client keeps alive is idle only once its last answer is out
        const idle = setInterval(() => server.closeIdleConnections(), 20)
        server.close(() => {
          clearTimeout(cut)
          clearInterval(idle)
          resolve()
        })
      }),
  }
}

function tlsOptions({ certificate, key, client_ca }: NonNullable<OracleConfiguration['tls']>) {
  const read = (field: string, path: string) => {
    try {
      return readFileSync(path)
    } catch (error) {
      throw new Problem('file_unreadable', { field: `tls.${field}`, detail: (error as Error).message, cause: error })
    }
  }
  const options = { minVersion: 'TLSv1.2' as const, cert: read('certificate', certificate), key: read('key', key) }
  if (client_ca === undefined) return options
  return { ...options, ca: read('client_ca', client_ca), requestCert: true, rejectUnauthorized: true }
}

function listening(server: Server, { host, port }: OracleConfiguration['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Problem('port_taken', { field: 'listen', detail: `${host}:${port}: ${error.message}`, cause: error })),
    )
    server.listen(port, host, resolve)
  })
}

import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { readSecretFile } from '../chain/secret-file.ts'
import { Problem } from '../domain/problem.ts'
import type { OracleConfiguration } from './configuration.ts'

export type Serving = {
  /** `http(s)://HOST:PORT` */
  readonly url: string
  readonly server: Server
  /** Takes no new connections and waits for open requests, at most `milliseconds`; then cuts what is left. */
  stop(milliseconds: number): Promise<void>
}

/** Listens as the configuration says. @throws Problem `port_taken`, `invalid_configuration`, `file_unreadable`, `secret_exposed` */
export async function serve(listener: RequestListener, { listen, tls }: Pick<OracleConfiguration, 'listen' | 'tls'>): Promise<Serving> {
  const server = createListener(listener, tls)
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

function createListener(listener: RequestListener, tls: OracleConfiguration['tls']): Server {
  // a body that is one JSON document has a minute, see create-app.ts; millions of keys as lines may take long
  const limits = { headersTimeout: 10_000, requestTimeout: 6 * 3_600_000, keepAliveTimeout: 65_000 }
  if (tls === undefined) return createServer(limits, listener)
  const options = tlsOptions(tls)
  try {
    return createTlsServer({ ...limits, ...options }, listener)
  } catch (error) {
    throw new Problem('invalid_configuration', {
      field: 'tls',
      detail: `certificate and key cannot be used: ${(error as Error).message}`,
      cause: error,
    })
  }
}

function tlsOptions({ certificate, key, client_ca }: NonNullable<OracleConfiguration['tls']>) {
  const read = (field: string, path: string) => {
    try {
      return readFileSync(path)
    } catch (error) {
      throw new Problem('file_unreadable', { field, detail: (error as Error).message, cause: error })
    }
  }
  const options = { minVersion: 'TLSv1.2' as const, cert: read('tls.certificate', certificate), key: readSecretFile(key, 'tls.key') }
  if (client_ca === undefined) return options
  return { ...options, ca: read('tls.client_ca', client_ca), requestCert: true, rejectUnauthorized: true }
}

function listening(server: Server, { host, port }: OracleConfiguration['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Problem('port_taken', { field: 'listen', detail: `${host}:${port}: ${error.message}`, cause: error })),
    )
    server.listen(port, host, resolve)
  })
}

import { constants, createPrivateKey, hash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Problem } from '../../domain/problem.ts'
import { spkiOfCertificate } from '../../domain/spki-of.ts'

export type ServerIdentity = { readonly certificate: string; readonly key: string; readonly authorities: readonly X509Certificate[] }

/** Ephemeral keys on named curves and authenticated encryption alone; AES-CCM is what small devices have. */
const ciphers = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-CCM',
  'ECDHE-ECDSA-AES256-CCM',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
]

/**
 * The service's side of TLS 1.2 and 1.3. A certificate that is wrong gets its reason as an HTTP answer, not an alert that no device shows.
 * @throws Problem `invalid_configuration` when certificate and key cannot be used
 */
export function createTlsServer({ certificate, key, authorities }: ServerIdentity, listener: RequestListener): Server {
  const tls = {
    cert: certificate,
    key,
    ca: authorities.map((authority) => authority.toString()),
    allowPartialTrustChain: true,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2' as const,
    ciphers: [...ciphers, 'TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'].join(':'),
    ecdhCurve: 'X25519:P-256',
    // every session has its own handshake, and its own exporter with it
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
    handshakeTimeout: 10_000,
  }
  const http = {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 8192,
    connectionsCheckingInterval: 1000,
  }
  try {
    return createServer({ ...tls, ...http }, listener)
  } catch (cause) {
    throw new Problem('invalid_configuration', {
      field: 'certificate',
      detail: `cannot be used with its key: ${(cause as Error).message}`,
      cause,
    })
  }
}

/** The first certificate of the server's chain. @throws Problem `invalid_configuration` also when the key is not its own, or it is not in its time */
export function readServerCertificate({ certificate, key }: Pick<ServerIdentity, 'certificate' | 'key'>, now: number): X509Certificate {
  const leaf = parse('certificate', () => new X509Certificate(certificate))
  const privateKey = parse('key', () => createPrivateKey(key))
  if (!leaf.checkPrivateKey(privateKey))
    throw new Problem('invalid_configuration', { field: 'key', detail: 'is not the key of the certificate' })
  if (now < leaf.validFromDate.getTime() || now > leaf.validToDate.getTime()) {
    const detail = `is valid from ${leaf.validFrom} to ${leaf.validTo}; it is ${new Date(now).toISOString()} here`
    throw new Problem('invalid_configuration', { field: 'certificate', detail })
  }
  return leaf
}

/** `sha256//BASE64` of the SubjectPublicKeyInfo: it outlives a renewal with the same key, and needs no clock to be checked. */
export function pinOf(certificate: X509Certificate): string {
  return `sha256//${hash('sha256', spkiOfCertificate(certificate.raw), 'base64')}`
}

/** @returns the port @throws Problem `port_taken` */
export async function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new Problem('port_taken', { field: 'listen', detail: `${host}:${port}: ${(cause as Error).message}`, cause })
  }
  return (server.address() as AddressInfo).port
}

/** Takes no new connections and waits for open requests, at most `milliseconds`; then cuts what is left. */
export function stopServer(server: Server, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), milliseconds)
    const idle = setInterval(() => server.closeIdleConnections(), 20)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(idle)
      resolve()
    })
  })
}

function parse<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new Problem('invalid_configuration', { field, detail: `cannot be read: ${(cause as Error).message}`, cause })
  }
}

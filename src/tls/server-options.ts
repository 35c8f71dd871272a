import { constants } from 'node:crypto'
import type { ServerOptions } from 'node:https'

/** TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 (RFC 7251), which IEEE 2030.5-2018, 6.7 makes mandatory, in OpenSSL's spelling. */
export const mandatoryCipher = 'ECDHE-ECDSA-AES128-CCM8'

const ciphers = [mandatoryCipher, 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384']

/** `certificate`: the server's own and its chain, PEM. `authorities`: every CA a device's chain may hold, PEM. */
export type ServerIdentity = { readonly certificate: string; readonly key: string; readonly authorities: readonly string[] }

/**
 * How the gateway speaks TLS. Nothing here refuses a device: a refusal is an HTTP answer with its reason, because a client whose socket is
 * cut without one comes back at once. `@SECLEVEL=0` is what brings the mandatory cipher back since OpenSSL 3.2; the SHA-1 and weak keys
 * that it lets in besides are refused by the checks in peer/.
 * @param handshakeTimeout milliseconds
 */
export function serverOptions({ certificate, key, authorities }: ServerIdentity, handshakeTimeout: number): ServerOptions {
  return {
    cert: certificate,
    key,
    ca: [...authorities],
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ecdhCurve: 'P-256',
    sigalgs: 'ECDSA+SHA256',
    ciphers: [...ciphers, '@SECLEVEL=0'].join(':'),
    honorCipherOrder: true,
    // Renegotiation is switched off a socket at a time (see sessions.ts), since OpenSSL's own option tells nobody that it was tried.
    // No resumption: a ticket would carry an identity past the chain's validation.
    secureOptions: constants.SSL_OP_NO_TICKET,
    handshakeTimeout,
    // Devices poll every few minutes and hold one connection for days; a new handshake costs as much as 30 requests.
    keepAliveTimeout: 20 * 60_000,
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    maxHeaderSize: 8192,
    noDelay: true,
  }
}

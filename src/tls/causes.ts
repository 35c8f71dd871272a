/** Why a handshake was refused before the registry was asked; the rest of the causes comes from the decision. */
export const peerCauses = [
  'no_certificate',
  'untrusted_issuer',
  'not_yet_valid',
  'expired',
  'bad_signature_algorithm',
  'bad_key_type',
  'bad_purpose',
  'unknown_critical_extension',
  'malformed_certificate',
] as const
export type PeerCause = (typeof peerCauses)[number]

/** Why TLS itself came to no session. `client_alert`: the client broke off; `tls_error`: any other fault on the wire. */
export const wireCauses = [
  'no_common_cipher',
  'protocol_version',
  'renegotiation',
  'handshake_timeout',
  'client_alert',
  'tls_error',
] as const
export type WireCause = (typeof wireCauses)[number]

/** Cause of an error that node:tls reports for a connection without a session (`tlsClientError`), by its code. */
export function causeOfTlsError(code: string | undefined): WireCause | PeerCause {
  if (code === undefined) return 'tls_error'
  const known = byCode[code]
  if (known !== undefined) return known
  if (/^ERR_SSL_(SSLV3|TLSV1|TLSV13)_ALERT_/.test(code) || code === 'ECONNRESET') return 'client_alert'
  return 'tls_error'
}

const byCode: Record<string, WireCause | PeerCause> = {
  ERR_SSL_NO_SHARED_CIPHER: 'no_common_cipher',
  ERR_SSL_NO_CIPHERS_SPECIFIED: 'no_common_cipher',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'protocol_version',
  ERR_SSL_VERSION_TOO_LOW: 'protocol_version',
  ERR_SSL_WRONG_VERSION_NUMBER: 'protocol_version',
  ERR_SSL_INAPPROPRIATE_FALLBACK: 'protocol_version',
  ERR_TLS_RENEGOTIATION_DISABLED: 'renegotiation',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'handshake_timeout',
  ERR_SSL_WRONG_SIGNATURE_TYPE: 'bad_signature_algorithm',
  ERR_SSL_WRONG_CURVE: 'bad_key_type',
  ERR_SSL_UNKNOWN_CERTIFICATE_TYPE: 'bad_key_type',
  ERR_SSL_UNABLE_TO_FIND_PUBLIC_KEY_PARAMETERS: 'bad_key_type',
  ERR_SSL_SIGNATURE_FOR_NON_SIGNING_CERTIFICATE: 'bad_key_type',
  ERR_SSL_CERT_LENGTH_MISMATCH: 'malformed_certificate',
}

/** Cause of a verdict of OpenSSL's chain validation (`authorizationError`), where our own checks found nothing more exact. */
export function causeOfVerdict(code: string): PeerCause {
  return byVerdict[code] ?? 'untrusted_issuer'
}

const byVerdict: Record<string, PeerCause> = {
  CERT_NOT_YET_VALID: 'not_yet_valid',
  CERT_HAS_EXPIRED: 'expired',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'malformed_certificate',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'malformed_certificate',
  INVALID_PURPOSE: 'bad_purpose',
}

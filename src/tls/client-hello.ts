/** What a client offered, for the log of one that came to no session, or showed no certificate. */
export type ClientHello = {
  /** Highest version that it speaks, such as `TLS 1.2`. */
  readonly version: string
  /** IANA's names; a suite that is not in the table below as its number. */
  readonly ciphers: readonly string[]
}

/** All that are logged and kept of an offer: no client has more, and a stranger could send 32,767. */
const mostCiphers = 128

/** The ClientHello (RFC 5246, 7.4.1.2; RFC 8446, 4.1.2) at the head of `bytes`; undefined when they hold anything else, or not all of it. */
export function parseClientHello(bytes: Buffer): ClientHello | undefined {
  try {
    return read(bytes)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function read(bytes: Buffer): ClientHello | undefined {
  const handshakeRecord = 22
  const clientHello = 1
  if (bytes.readUInt8(0) !== handshakeRecord || bytes.readUInt8(5) !== clientHello) return undefined
  const legacyVersion = bytes.readUInt16BE(9)
  let offset = 9 + 2 + 32
  offset += 1 + bytes.readUInt8(offset)
  const suitesEnd = offset + 2 + bytes.readUInt16BE(offset)
  const ciphers: string[] = []
  for (offset += 2; offset < suitesEnd && ciphers.length < mostCiphers; offset += 2) ciphers.push(cipherName(bytes.readUInt16BE(offset)))
  offset = suitesEnd + 1 + bytes.readUInt8(suitesEnd)
  const versions = offset + 2 <= bytes.length ? supportedVersions(bytes, offset + 2) : []
  return { version: versionName(Math.max(legacyVersion, ...versions)), ciphers }
}

/** RFC 8446, 4.2.1. */
function supportedVersions(bytes: Buffer, start: number): number[] {
  const supported = 43
  for (let offset = start; offset + 4 <= bytes.length; offset += 4 + bytes.readUInt16BE(offset + 2)) {
    if (bytes.readUInt16BE(offset) !== supported) continue
    const end = offset + 5 + bytes.readUInt8(offset + 4)
    const versions: number[] = []
    for (let at = offset + 5; at < end; at += 2) versions.push(bytes.readUInt16BE(at))
    return versions.filter((version) => version >> 8 === 3)
  }
  return []
}

function versionName(version: number): string {
  return { 0x0300: 'SSL 3.0', 0x0301: 'TLS 1.0', 0x0302: 'TLS 1.1', 0x0303: 'TLS 1.2', 0x0304: 'TLS 1.3' }[version] ?? hex(version)
}

function cipherName(suite: number): string {
  return cipherNames[suite] ?? hex(suite)
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`
}

/** IANA's TLS Cipher Suites registry: those that devices in the field offer. */
const cipherNames: Record<number, string> = {
  0x000a: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  0x002f: 'TLS_RSA_WITH_AES_128_CBC_SHA',
  0x0035: 'TLS_RSA_WITH_AES_256_CBC_SHA',
  0x003c: 'TLS_RSA_WITH_AES_128_CBC_SHA256',
  0x009c: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
  0x00ff: 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV',
  0x1301: 'TLS_AES_128_GCM_SHA256',
  0x1302: 'TLS_AES_256_GCM_SHA384',
  0x1303: 'TLS_CHACHA20_POLY1305_SHA256',
  0x5600: 'TLS_FALLBACK_SCSV',
  0xc009: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  0xc00a: 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  0xc013: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  0xc014: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  0xc023: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
  0xc024: 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384',
  0xc027: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
  0xc028: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  0xc02b: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  0xc02c: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  0xc02f: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  0xc030: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  0xc0ac: 'TLS_ECDHE_ECDSA_WITH_AES_128_CCM',
  0xc0ad: 'TLS_ECDHE_ECDSA_WITH_AES_256_CCM',
  0xc0ae: 'TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8',
  0xc0af: 'TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8',
  0xcca8: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  0xcca9: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
}

import type { TLSSocket } from 'node:tls'

const label = 'EXPORTER-Channel-Binding'
const length = 32

/**
 * The channel binding `tls-exporter` (RFC 9266) of a session: both ends compute it, and nobody between two sessions can make them equal.
 * Of TLS 1.2 it needs the extended master secret; here the key exchange is ECDHE on named curves alone, without resumption or renegotiation, which
 * leaves nothing for the attack that RFC 7627 closes.
 */
export function exporterOf(socket: TLSSocket): Buffer {
  return socket.exportKeyingMaterial(length, label, Buffer.alloc(0))
}

import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { Hex } from '../../../domain/fields.ts'
import { keyIdOfCertificate } from '../../../domain/key-id.ts'
import { Problem } from '../../../domain/problem.ts'
import type { Client } from '../client.ts'
import type { BootstrapDevice } from '../operations/device-enrolment.ts'
import { isIssuedBy, oneLine } from './certificate-authorities.ts'

/** Who is at the other end of a connection. A certificate that is refused is told with every call, and never taken for none. */
export type Peer =
  | { readonly kind: 'none' }
  | { readonly kind: 'client'; readonly client: Client }
  | { readonly kind: 'bootstrap'; readonly device: BootstrapDevice }
  | { readonly kind: 'refused'; readonly problem: Problem }

export type BootstrapSource = { readonly name: string; readonly authorities: readonly X509Certificate[]; readonly processId: string }

export type PeerRules = {
  readonly clientAuthorities: readonly X509Certificate[]
  readonly clients: readonly Client[]
  readonly bootstrap: readonly BootstrapSource[]
  /** Milliseconds. */
  readonly now: () => number
}

/** Asked for at every request: certificates expire while a connection stays open. */
export function identifyPeer(socket: TLSSocket, rules: PeerRules): Peer {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) return { kind: 'none' }
  try {
    requireTime(certificate, rules.now())
    if (!socket.authorized) {
      const reason = String(socket.authorizationError)
      throw new Problem('client_certificate_untrusted', { detail: `${nameOf(certificate)}: ${reason}` })
    }
    return ofAuthority(certificate, keyIdOfCertificate(certificate.raw), rules)
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', problem: error }
    throw error
  }
}

function ofAuthority(certificate: X509Certificate, keyId: Hex, { clientAuthorities, clients, bootstrap }: PeerRules): Peer {
  if (isIssuedBy(certificate, clientAuthorities)) {
    const client = clients.find(({ keyIds }) => keyIds.includes(keyId))
    if (client !== undefined) return { kind: 'client', client }
  }
  const source = bootstrap.find(({ authorities }) => isIssuedBy(certificate, authorities))
  if (source !== undefined) {
    return { kind: 'bootstrap', device: { source: source.name, processId: source.processId, device: deviceOf(certificate), keyId } }
  }
  throw new Problem('client_unknown', { detail: `${nameOf(certificate)} has the key id ${keyId}` })
}

/** @throws Problem with both times and how far they are apart: the clock of the service may be the wrong one */
function requireTime({ validFromDate, validToDate, subject }: X509Certificate, now: number): void {
  const here = `by the clock of the service it is ${new Date(now).toISOString()}`
  if (now < validFromDate.getTime()) {
    const apart = seconds(validFromDate.getTime() - now)
    const detail = `${oneLine(subject)} is valid from ${validFromDate.toISOString()}; ${here}, ${apart} before that`
    throw new Problem('client_certificate_not_yet_valid', { detail, retryAt: validFromDate.toISOString() })
  }
  if (now > validToDate.getTime()) {
    const detail = `${oneLine(subject)} was valid until ${validToDate.toISOString()}; ${here}, ${seconds(now - validToDate.getTime())} after that`
    throw new Problem('client_certificate_expired', { detail })
  }
}

const seconds = (milliseconds: number) => `${Math.ceil(milliseconds / 1000)} s`

/** The device's own name in its certificate: serialNumber, else commonName, else the certificate's serial number. */
function deviceOf({ subject, serialNumber }: X509Certificate): string {
  const field = (name: string) => new RegExp(`^${name}=(.{1,128})$`, 'm').exec(subject)?.[1]
  return field('serialNumber') ?? field('CN') ?? serialNumber.toLowerCase()
}

function nameOf(certificate: X509Certificate): string {
  return `${oneLine(certificate.subject)} (issued by ${oneLine(certificate.issuer)})`
}

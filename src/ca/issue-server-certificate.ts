import 'reflect-metadata'
import { isIP } from 'node:net'
import { SubjectAlternativeNameExtension } from '@peculiar/x509'
import type { JsonGeneralNames } from '@peculiar/x509'
import { lfdiOf } from '../domain/lfdi.ts'
import { Problem } from '../domain/problem.ts'
import { emptyName } from './authority-name.ts'
import { derOfExtension, serverPurpose } from './certificate-extensions.ts'
import type { LedgerEntry } from './ledger.ts'
import type { IssuingCa } from './open-ca.ts'
import type { VerifiedCsr } from './read-csr.ts'
import { randomSerial, signCertificate } from './sign-certificate.ts'

/** Names under which clients reach a DER Server: DNS names and IP addresses. */
export type ServerNames = { readonly dns: readonly string[]; readonly ip: readonly string[] }

const label = '(?!-)[A-Za-z0-9-]{1,63}(?<!-)'
const dnsName = new RegExp(String.raw`^(\*\.)?${label}(\.${label})*$`)

/**
 * A certificate for a DER Server: the device profile (IEEE 2030.5-2018, 6.11) with the names in a critical subjectAltName and the purpose
 * serverAuth. The registry is not asked: the operator of this CA vouches for a server's names. It stands in the ledger before it is returned.
 * @param now seconds since 1970
 * @throws Problem server_name_invalid, ledger_unusable, pkcs11_failed
 */
export async function issueServerCertificate(
  ca: IssuingCa,
  request: Pick<VerifiedCsr, 'key_id' | 'spki' | 'digest'>,
  names: ServerNames,
  now: number,
): Promise<LedgerEntry> {
  const san = derOfExtension(new SubjectAlternativeNameExtension(generalNames(names), true))
  const serial = randomSerial()
  const certificate = await signCertificate(
    {
      serial,
      issuer: ca.issuer.subject,
      subject: emptyName,
      spki: request.spki,
      extensions: [...ca.sharedExtensions, san, serverPurpose()],
      notBefore: now,
    },
    ca.signer,
  )
  const entry: LedgerEntry = {
    serial: serial.toString('hex'),
    profile: 'server',
    key_id: request.key_id,
    lfdi: lfdiOf(certificate),
    device: null,
    csr_digest: request.digest,
    decision_digest: null,
    state: 'issued',
    issued_at: Math.floor(now),
    certificate,
  }
  ca.ledger.record([entry], false)
  return entry
}

function generalNames({ dns, ip }: ServerNames): JsonGeneralNames {
  const wrong = [...dns.filter((name) => name.length > 253 || !dnsName.test(name)), ...ip.filter((address) => isIP(address) === 0)]
  if (wrong[0] !== undefined) {
    throw new Problem('server_name_invalid', { detail: `${JSON.stringify(wrong[0].slice(0, 80))} is neither a DNS name nor an IP address` })
  }
  if (dns.length + ip.length === 0) throw new Problem('server_name_invalid', { detail: 'no name is given' })
  return [...dns.map((value) => ({ type: 'dns' as const, value })), ...ip.map((value) => ({ type: 'ip' as const, value }))]
}

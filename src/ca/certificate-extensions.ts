import 'reflect-metadata'
import { hash } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509'
import type { Extension } from '@peculiar/x509'
import { derOf, tags } from '../domain/der.ts'
import { oidToDer } from './object-identifier.ts'
import { bitsOfSpki } from './spki-bits.ts'

const anyPolicy = '2.5.29.32.0'
const subjectAltName = '2.5.29.17'

/** DER of an Extension (RFC 5280, 4.1) around the DER of its value. */
export function extensionOf(oid: string, critical: boolean, value: Uint8Array): Buffer {
  const flag = critical ? [Buffer.from('0101ff', 'hex')] : []
  return derOf(tags.sequence, oidToDer(oid), ...flag, derOf(tags.octetString, value))
}

/** CA certificates (IEEE 2030.5-2018, 6.11; RFC 5280, 4.2.1): critical basicConstraints, keyUsage and anyPolicy. */
export function authorityExtensions(spki: Uint8Array, issuerSpki: Uint8Array, pathLength: number | undefined): Buffer[] {
  return [
    new SubjectKeyIdentifierExtension(keyIdentifierOf(spki)),
    new AuthorityKeyIdentifierExtension(keyIdentifierOf(issuerSpki)),
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    new CertificatePolicyExtension([anyPolicy], true),
  ].map(derOfExtension)
}

/** What every device and server certificate has besides its name (IEEE 2030.5-2018, 6.11). */
export function endEntityExtensions(issuerSpki: Uint8Array, policyOids: readonly string[]): Buffer[] {
  return [
    new AuthorityKeyIdentifierExtension(keyIdentifierOf(issuerSpki)),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyAgreement, true),
    new CertificatePolicyExtension([...policyOids], true),
  ].map(derOfExtension)
}

/** Critical since the subject is empty (RFC 5280, 4.2.1.6), and field clients want it so. */
export function subjectAltNameExtension(san: Uint8Array): Buffer {
  return extensionOf(subjectAltName, true, san)
}

export function serverPurpose(): Buffer {
  return derOfExtension(new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]))
}

/** DER of one of the library's extensions, in memory of its own. */
export function derOfExtension({ rawData }: Extension): Buffer {
  return Buffer.from(new Uint8Array(rawData))
}

/** Hex of the leftmost 160 bits of SHA-256 over the key's bits (RFC 7093, 2, method 1): no SHA-1. */
function keyIdentifierOf(spki: Uint8Array): string {
  return hash('sha256', bitsOfSpki(spki), 'hex').slice(0, 40)
}

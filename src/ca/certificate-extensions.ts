import { hash } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  ExtendedKeyUsage,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  PolicyInformation,
  SubjectKeyIdentifier,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
} from '@peculiar/asn1-x509'
import { derOf, tags } from '../domain/der.ts'
import { oidToDer } from './object-identifier.ts'
import { bitsOfSpki } from './spki-bits.ts'

/** DER of an Extension (RFC 5280, 4.1) around the DER of its value. */
export function extensionOf(oid: string, critical: boolean, value: Uint8Array): Buffer {
  const flag = critical ? [Buffer.from('0101ff', 'hex')] : []
  return derOf(tags.sequence, oidToDer(oid), ...flag, derOf(tags.octetString, value))
}

/** Leftmost 160 bits of SHA-256 over the key's bits (RFC 7093, 2, method 1): no SHA-1. */
function keyIdentifierOf(spki: Uint8Array): Buffer {
  return hash('sha256', bitsOfSpki(spki), 'buffer').subarray(0, 20)
}

/** CA certificates (IEEE 2030.5-2018, 6.11; RFC 5280, 4.2.1): critical basicConstraints, keyUsage and anyPolicy. */
export function authorityExtensions(spki: Uint8Array, issuerSpki: Uint8Array, pathLength: number | undefined): Buffer[] {
  const constraints = new BasicConstraints(pathLength === undefined ? { cA: true } : { cA: true, pathLenConstraint: pathLength })
  return [
    subjectKey(spki),
    authorityKey(issuerSpki),
    standard(id_ce_basicConstraints, true, constraints),
    standard(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)),
    policies(['2.5.29.32.0']),
  ]
}

/** What every device and server certificate has besides its name (IEEE 2030.5-2018, 6.11). */
export function endEntityExtensions(issuerSpki: Uint8Array, policyOids: readonly string[]): Buffer[] {
  return [
    authorityKey(issuerSpki),
    standard(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyAgreement)),
    policies(policyOids),
  ]
}

/** Critical since the subject is empty (RFC 5280, 4.2.1.6), and field clients want it so. */
export function subjectAltNameExtension(san: Uint8Array): Buffer {
  return extensionOf(id_ce_subjectAltName, true, san)
}

export function serverPurpose(): Buffer {
  return standard(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth]))
}

function policies(oids: readonly string[]): Buffer {
  const list = oids.map((policyIdentifier) => new PolicyInformation({ policyIdentifier }))
  return standard(id_ce_certificatePolicies, true, new CertificatePolicies(list))
}

function authorityKey(issuerSpki: Uint8Array): Buffer {
  const keyIdentifier = new KeyIdentifier(keyIdentifierOf(issuerSpki))
  return standard(id_ce_authorityKeyIdentifier, false, new AuthorityKeyIdentifier({ keyIdentifier }))
}

function subjectKey(spki: Uint8Array): Buffer {
  return standard(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifierOf(spki)))
}

function standard(oid: string, critical: boolean, value: object): Buffer {
  return extensionOf(oid, critical, Buffer.from(AsnConvert.serialize(value)))
}

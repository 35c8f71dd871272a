import { X509Certificate } from 'node:crypto'
import { contentOf, readDer, readInside, tags } from '../domain/der.ts'
import type { Hex } from '../domain/fields.ts'
import { keyIdOf } from '../domain/key-id.ts'
import { formatSfdi, lfdiOf, sfdiOf } from '../domain/lfdi.ts'
import { Problem } from '../domain/problem.ts'
import { defaultExtensionOid, devicePolicies } from './ca-configuration.ts'
import { readHardwareModule, serialText } from './hardware-module-name.ts'
import { oidFromContent } from './object-identifier.ts'
import { readCertificate } from './read-certificate.ts'
import type { CertificateParts } from './read-certificate.ts'
import { readRegistryReference } from './registry-reference.ts'
import type { RegistryReference } from './registry-reference.ts'

/** A certificate as IEEE 2030.5 and the registry see it. */
export type CertificateDescription = {
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly not_before: string
  readonly not_after: string
  readonly key_id: Hex
  readonly lfdi: string
  readonly sfdi: string
  readonly policies: readonly string[]
  readonly hw_type: string | null
  readonly hw_serial: string | null
  readonly registry_reference: RegistryReference | null
  /** Whether the extension speaks of the certificate's own key; if not, it is to be refused. Null without an extension. */
  readonly reference_matches_key: boolean | null
}

const policyNames = new Map<string, string>(Object.entries(devicePolicies).map(([name, oid]) => [oid, name]))

/**
 * Describes a DER certificate.
 * @param extensionOid of the registry extension, where the CA has another than the default
 * @throws Problem certificate_malformed, invalid_key
 */
export function describeCertificate(der: Uint8Array, extensionOid: string = defaultExtensionOid): CertificateDescription {
  const parts = readCertificate(der)
  const certificate = openCertificate(der)
  const key_id = keyIdOf(parts.spki)
  const lfdi = lfdiOf(der)
  const module = hardwareModuleOf(parts)
  const extension = parts.extensions.get(extensionOid)
  const reference = extension === undefined ? null : readRegistryReference(extension.value)
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: parts.serial,
    not_before: new Date(certificate.validFrom).toISOString().replace('.000Z', 'Z'),
    not_after: new Date(certificate.validTo).toISOString().replace('.000Z', 'Z'),
    key_id,
    lfdi,
    sfdi: formatSfdi(sfdiOf(lfdi)),
    policies: policiesOf(parts),
    hw_type: module?.hw_type ?? null,
    hw_serial: module === undefined ? null : serialText(module),
    registry_reference: reference,
    reference_matches_key: reference === null ? null : reference.key_id === key_id,
  }
}

function openCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der)
  } catch (cause) {
    throw new Problem('certificate_malformed', { detail: 'OpenSSL cannot read it', cause })
  }
}

/** Certificates of others may name servers, or things in a way of their own. */
function hardwareModuleOf({ extensions }: CertificateParts) {
  const san = extensions.get('2.5.29.17')
  if (san === undefined) return undefined
  try {
    return readHardwareModule(san.value)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

function policiesOf({ extensions }: CertificateParts): string[] {
  const value = extensions.get('2.5.29.32')?.value
  if (value === undefined) return []
  const what = 'certificatePolicies'
  const list = readInside(value, what, readDer(value, what).take(tags.sequence, 'policies'))
  const policies: string[] = []
  while (list.more()) {
    const policy = readInside(value, what, list.take(tags.sequence, 'policy'))
    const oid = oidFromContent(contentOf(value, policy.take(tags.oid, 'policyIdentifier')))
    policies.push(policyNames.get(oid) ?? oid)
  }
  return policies
}

function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ')
}

import type { PeerCause } from '../causes.ts'
import type { CertificateFields } from './certificate-fields.ts'
import { ecdsaWithSha256, isNamedP256 } from './check-key.ts'
import { basicConstraints, certificatePolicies, extendedKeyUsage, extensionOids, keyUsage, keyUsageBits } from './extensions.ts'

export type LeafFinding = { readonly cause: PeerCause; readonly detail: string }

const clientAuth = '2b06010505070302'
const anyExtendedKeyUsage = '551d2500'

/** Those that are read here or by OpenSSL; a critical one besides must be refused (RFC 5280, 4.2). */
const understood: readonly string[] = [
  extensionOids.keyUsage,
  extensionOids.subjectAltName,
  extensionOids.basicConstraints,
  extensionOids.certificatePolicies,
  extensionOids.extKeyUsage,
]

/**
 * What is wrong with a device's certificate by itself (IEEE 2030.5-2018, 6.11; RFC 5280, 4.2), whenever it is shown; undefined when nothing.
 * @param policies of which the certificate must carry one; none: any
 * @throws Problem invalid_key when an extension is malformed
 */
export function checkLeaf(leaf: CertificateFields, policies: readonly string[]): LeafFinding | undefined {
  if (leaf.signatureAlgorithm !== ecdsaWithSha256 || leaf.signature !== ecdsaWithSha256) {
    return { cause: 'bad_signature_algorithm', detail: 'the certificate is not signed by ECDSA with SHA-256' }
  }
  if (!isNamedP256(leaf.spki)) return { cause: 'bad_key_type', detail: 'the key is no elliptic curve key on the named curve P-256' }
  for (const [oid, { critical }] of leaf.extensions) {
    if (critical && !understood.includes(oid)) {
      return { cause: 'unknown_critical_extension', detail: `the extension with OID 0x${oid} is critical and not known here` }
    }
  }
  return purposeOf(leaf, policies)
}

function purposeOf(leaf: CertificateFields, policies: readonly string[]): LeafFinding | undefined {
  const bad = (detail: string): LeafFinding => ({ cause: 'bad_purpose', detail })
  if (basicConstraints(leaf).ca) return bad('the certificate is that of a CA, not of a device')
  const usage = keyUsage(leaf)
  if (usage !== undefined && (usage & keyUsageBits.digitalSignature) === 0) return bad('keyUsage has no digitalSignature')
  const purposes = extendedKeyUsage(leaf)
  if (purposes !== undefined && !purposes.includes(clientAuth) && !purposes.includes(anyExtendedKeyUsage)) {
    return bad('extKeyUsage has no clientAuth')
  }
  if (policies.length > 0 && !certificatePolicies(leaf).some((policy) => policies.includes(policy))) {
    return bad(`certificatePolicies has none of ${policies.join(', ')}`)
  }
  return undefined
}

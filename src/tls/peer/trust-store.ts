import { X509Certificate } from 'node:crypto'
import { Problem } from '../../domain/problem.ts'
import { certificateFields } from './certificate-fields.ts'
import type { CertificateFields } from './certificate-fields.ts'
import { ecdsaWithSha256, isNamedP256 } from './check-key.ts'
import { authorityKey, basicConstraints, keyUsage, keyUsageBits, subjectKeyId } from './extensions.ts'

/** A file of SERCA, MCA or MICA certificates: PEM, one or many, or one DER. `name` says in errors which it is. */
export type AuthorityFile = { readonly name: string; readonly content: Buffer }

/** A CA that may have issued a device's certificate, with the time within which its whole chain up to the root holds (seconds). */
type Issuer = { readonly name: string; readonly notBefore: number; readonly notAfter: number }

export type TrustStore = {
  /** All of them as PEM, for OpenSSL. */
  readonly authorities: readonly string[]
  /** The configured CAs by whose name and key `leaf` says that it was issued. @throws Problem invalid_key */
  issuersOf(leaf: CertificateFields): readonly Issuer[]
}

type Authority = CertificateFields & {
  readonly file: string
  readonly x509: X509Certificate
  readonly keyId: string | undefined
  readonly pathLength: number
}

/**
 * Checks every CA certificate once, with its chain up to a self-signed root (IEEE 2030.5-2018, 6.11: SERCA, MCA, MICA), so that a handshake
 * need not. Only these may issue: Node does not show which chain a device presented, so one that brings its own intermediate CA is refused.
 * @param now seconds
 * @throws Problem trust_anchor_invalid, trust_anchor_expired
 */
export function createTrustStore(files: readonly AuthorityFile[], now: number): TrustStore {
  const authorities = files.flatMap((file) => split(file).map((content) => readAuthority(file.name, content, now)))
  if (!authorities.some(isRoot)) throw invalid('trust_anchors', 'no self-signed root (SERCA) is among them')
  const bySubject = new Map<string, { authority: Authority; issuer: Issuer }[]>()
  for (const authority of authorities) {
    const path = pathOf(authority, authorities)
    const issuer = {
      name: oneLine(authority.x509.subject),
      notBefore: Math.max(...path.map((each) => each.notBefore)),
      notAfter: Math.min(...path.map((each) => each.notAfter)),
    }
    bySubject.set(authority.subject, [...(bySubject.get(authority.subject) ?? []), { authority, issuer }])
  }
  return {
    authorities: authorities.map(({ x509 }) => x509.toString()),
    issuersOf: (leaf) =>
      (bySubject.get(leaf.issuer) ?? []).filter(({ authority }) => saysIssuer(leaf, authority)).map(({ issuer }) => issuer),
  }
}

/** A distinguished name as Node prints it, in one line, and no more of it than tells whose it is. */
export function oneLine(name: string | undefined): string {
  return (name ?? '').slice(0, 300).replaceAll('\n', ', ')
}

function split({ name, content }: AuthorityFile): (Buffer | string)[] {
  const blocks = content.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (blocks === null && content.includes('-----BEGIN')) throw invalid(name, 'holds no certificate')
  return blocks ?? [content]
}

function readAuthority(file: string, content: Buffer | string, now: number): Authority {
  let authority: Authority
  try {
    const x509 = new X509Certificate(content)
    const fields = certificateFields(x509.raw)
    const { ca, pathLength } = basicConstraints(fields)
    if (!ca) throw invalid(file, `${oneLine(x509.subject)} is no CA (basicConstraints)`)
    if (((keyUsage(fields) ?? keyUsageBits.keyCertSign) & keyUsageBits.keyCertSign) === 0) {
      throw invalid(file, `${oneLine(x509.subject)} may not sign certificates (keyUsage)`)
    }
    authority = { ...fields, file, x509, keyId: subjectKeyId(fields), pathLength }
  } catch (cause) {
    if (cause instanceof Problem && cause.code === 'trust_anchor_invalid') throw cause
    throw new Problem('trust_anchor_invalid', { field: file, detail: `is no certificate: ${(cause as Error).message}`, cause })
  }
  const subject = oneLine(authority.x509.subject)
  if (authority.signatureAlgorithm !== ecdsaWithSha256) throw invalid(file, `${subject} is not signed by ECDSA with SHA-256`)
  if (!isNamedP256(authority.spki)) throw invalid(file, `the key of ${subject} is not on P-256`)
  if (now < authority.notBefore || now > authority.notAfter) {
    throw new Problem('trust_anchor_expired', {
      field: file,
      detail: `${subject} holds from ${authority.x509.validFrom} to ${authority.x509.validTo}`,
    })
  }
  return authority
}

/** `authority` and those above it, up to a root. */
function pathOf(authority: Authority, all: readonly Authority[], below: readonly Authority[] = []): Authority[] {
  const path = [...below, authority]
  if (below.length > authority.pathLength)
    throw invalid(authority.file, `${oneLine(authority.x509.subject)} allows fewer CAs below it (pathLenConstraint)`)
  if (isRoot(authority)) return path
  const parent = all.find((each) => !path.includes(each) && authority.issuer === each.subject && authority.x509.verify(each.x509.publicKey))
  if (parent === undefined)
    throw invalid(authority.file, `the CA that issued ${oneLine(authority.x509.subject)} is not among the trust anchors`)
  return pathOf(parent, all, path)
}

function isRoot({ issuer, subject, x509 }: Authority): boolean {
  return issuer === subject && x509.verify(x509.publicKey)
}

/**
 * Whether OpenSSL takes `authority` for the issuer of `leaf` (X509_check_issued). Where it does, it has verified the leaf's signature by
 * that key and no other, since it looks among the trusted certificates first.
 */
function saysIssuer(leaf: CertificateFields, authority: Authority): boolean {
  const { keyId, issuer, serial } = authorityKey(leaf)
  return (
    (issuer === undefined || issuer === authority.issuer) &&
    (keyId === undefined || authority.keyId === undefined || keyId === authority.keyId) &&
    (serial === undefined || serial === authority.serial)
  )
}

function invalid(field: string, detail: string): Problem {
  return new Problem('trust_anchor_invalid', { field, detail })
}

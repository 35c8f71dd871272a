import { X509Certificate } from 'node:crypto'
import { provenSpkiOfCsr } from '../csr.ts'
import { readDer, readInside, tags } from '../der.ts'
import type { DerReader } from '../der.ts'
import type { Hex } from '../fields.ts'
import { identifyKey } from '../key-id.ts'
import { Problem } from '../problem.ts'
import { spkiOfCertificate } from '../spki-of.ts'

/** One key that a file or a list holds. */
export type FoundKey = {
  readonly key_id: Hex
  /** Canonical SubjectPublicKeyInfo; null where only the key id is given. */
  readonly spki: Uint8Array | null
  readonly source: DerSource | 'key_id' | 'pkcs12'
  /** Where it stands: `block 2, line 14`, `row 3, column csr`; empty where a file holds one key. */
  readonly position: string
  /** A verified CSR or the private key itself (PKCS#12) shows that whoever hands it out holds the private key. */
  readonly proof_of_possession: boolean
  /** The key of a CA certificate, such as those that stand behind a device's in a bundle. */
  readonly certificate_authority: boolean
}

export type DerSource = 'public_key' | 'certificate' | 'csr'

export const maxDerBytes = 65_536

/** The key within `der`, which is what `source` says, or what it looks like. @throws Problem invalid_key and others of certificate.ts */
export function keyOfDer(der: Uint8Array, position: string, source: DerSource = sourceOfDer(der)): FoundKey {
  if (der.length > maxDerBytes) {
    throw new Problem('invalid_key', { detail: `has ${der.length} bytes; a key, CSR or certificate has at most ${maxDerBytes}` })
  }
  const found = { source, position, proof_of_possession: false, certificate_authority: false }
  if (source === 'certificate') {
    return { ...found, ...identifyKey(spkiOfCertificate(der)), certificate_authority: isAuthority(der) }
  }
  return { ...found, ...identifyKey(source === 'csr' ? provenSpkiOfCsr(der) : der), proof_of_possession: source === 'csr' }
}

/** Tells public key, CSR and certificate apart by their structure. */
function sourceOfDer(der: Uint8Array): DerSource {
  const outer = readDer(der, 'DER')
  const parts = readInside(der, 'DER', outer.take(tags.sequence, 'the outermost element'))
  const first = parts.any('the first field')
  const second = parts.any('the second field')
  if (first.tag === tags.integer && second.tag === tags.integer && !parts.more()) {
    throw new Problem('invalid_key', {
      detail: 'is a PKCS#1 RSAPublicKey; give it as SubjectPublicKeyInfo (`openssl rsa -RSAPublicKey_in -pubout`)',
    })
  }
  // PKCS#8, PKCS#1 and SEC 1 begin with a version; an encrypted PKCS#8 has an octet string second
  if (first.tag === tags.integer || second.tag === tags.octetString) {
    throw new Problem('private_key_given', { detail: 'is the DER of a private key' })
  }
  return second.tag === tags.bitString ? 'public_key' : sourceOfSigned(readInside(der, 'DER', first))
}

/**
 * Of the signed part: RFC 2986 has version, subject, key and [0]; RFC 5280 has [0] and a version first, or in version 1 serial number,
 * algorithm, issuer and validity.
 */
function sourceOfSigned(fields: DerReader): 'certificate' | 'csr' {
  if (fields.any('the first inner field').tag === tags.context0) return 'certificate'
  fields.any('the second inner field')
  fields.any('the third inner field')
  return fields.more() && fields.any('the fourth inner field').tag !== tags.context0 ? 'certificate' : 'csr'
}

function isAuthority(der: Uint8Array): boolean {
  try {
    return new X509Certificate(Buffer.from(der)).ca
  } catch (cause) {
    throw new Problem('invalid_key', { detail: 'Certificate: cannot be parsed', cause })
  }
}

import { createPublicKey, verify } from 'node:crypto'
import { canonicalSpki } from './canonical-spki.ts'
import { octetsOfBitString, readDer, readInside, tags, wholeOf } from './der.ts'
import { Problem } from './problem.ts'

const name = 'CertificationRequest'

/** Signature algorithms by their DER identifier: the hash, null where the algorithm brings its own (RFC 8410). */
const signatureAlgorithms: Readonly<Record<string, string | null>> = {
  '06082a8648ce3d040302': 'sha256',
  '06082a8648ce3d040303': 'sha384',
  '06082a8648ce3d040304': 'sha512',
  '06092a864886f70d01010b': 'sha256',
  '06092a864886f70d01010c': 'sha384',
  '06092a864886f70d01010d': 'sha512',
  '06032b6570': null,
  '06032b6571': null,
}

/** Those to be named in a refusal: forgeable, or below 128 bits. */
const weakAlgorithms: Readonly<Record<string, string>> = {
  '06072a8648ce3d0401': 'ecdsa-with-SHA1',
  '06082a8648ce3d040301': 'ecdsa-with-SHA224',
  '06092a864886f70d010104': 'md5WithRSAEncryption',
  '06092a864886f70d010105': 'sha1WithRSAEncryption',
  '06092a864886f70d01010e': 'sha224WithRSAEncryption',
  '06072a8648ce380403': 'dsa-with-SHA1',
}

/**
 * The canonical SubjectPublicKeyInfo of a DER certification request (RFC 2986) whose signature proves that its sender holds the private key.
 * @throws Problem invalid_key, csr_signature_algorithm, csr_proof
 */
export function provenSpkiOfCsr(der: Uint8Array): Uint8Array {
  const outer = readDer(der, name)
  const request = readInside(der, name, outer.take(tags.sequence, 'the request'))
  outer.close()
  const info = request.take(tags.sequence, 'certificationRequestInfo')
  const algorithm = request.take(tags.sequence, 'signatureAlgorithm')
  const signature = octetsOfBitString(der, request.take(tags.bitString, 'signature'), `${name}: signature`)
  request.close()

  const fields = readInside(der, name, info)
  fields.take(tags.integer, 'version')
  fields.take(tags.sequence, 'subject')
  const spki = canonicalSpki(wholeOf(der, fields.take(tags.sequence, 'subjectPKInfo')))
  const identifier = readInside(der, name, algorithm).take(tags.oid, 'signature algorithm')
  const hash = hashOf(Buffer.from(wholeOf(der, identifier)).toString('hex'))
  if (!isSigned(wholeOf(der, info), signature, spki, hash))
    throw new Problem('csr_proof', { detail: "the request's signature does not fit its key" })
  return spki
}

function hashOf(oid: string): string | null {
  const hash = signatureAlgorithms[oid]
  if (hash !== undefined) return hash
  throw new Problem('csr_signature_algorithm', { detail: `the request is signed with ${weakAlgorithms[oid] ?? 'an unknown algorithm'}` })
}

function isSigned(info: Uint8Array, signature: Uint8Array, spki: Uint8Array, hash: string | null): boolean {
  try {
    return verify(hash, info, createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }), signature)
  } catch (cause) {
    throw new Problem('invalid_key', { detail: `${name}: its key cannot verify a signature`, cause })
  }
}

import { createPrivateKey, createPublicKey } from 'node:crypto'
import forge from 'node-forge'
import { canonicalSpki } from '../canonical-spki.ts'
import { keyIdOf } from '../key-id.ts'
import { Problem } from '../problem.ts'
import { keyOfDer } from './found-key.ts'
import type { FoundKey } from './found-key.ts'
import { readEach } from './read-each.ts'

const { oids } = forge.pki
const keyBags = [oids['keyBag'], oids['pkcs8ShroudedKeyBag']] as string[]
const certificateBag = oids['certBag'] as string
export const maxPkcs12Bytes = 1_048_576

/**
 * The keys of a PKCS#12 bundle (RFC 7292): of its private keys, whose secret part is let go at once, or else of its certificates.
 * @throws Problem pkcs12_unreadable for a wrong password or a damaged bundle
 */
export function keysOfPkcs12(bytes: Uint8Array, password = ''): FoundKey[] {
  if (bytes.length > maxPkcs12Bytes)
    throw new Problem('key_file_too_large', { detail: `a PKCS#12 bundle has at most ${maxPkcs12Bytes} bytes` })
  const bags = open(bytes, password)
  const privateKeys = bags.filter(({ type }) => keyBags.includes(type)).map((bag, index) => ({ bag, position: `private key ${index + 1}` }))
  const certificates = bags
    .filter(({ type }) => type === certificateBag)
    .map((bag, index) => ({ bag, position: `certificate ${index + 1}` }))
  if (privateKeys.length + certificates.length === 0)
    throw new Problem('pkcs12_unreadable', { detail: 'the bundle holds neither key nor certificate' })
  const place = ({ position }: { position: string }) => position
  if (privateKeys.length === 0)
    return readEach(certificates, place, ({ bag, position }) => keyOfDer(derOfCertificate(bag), position, 'certificate'))
  return readEach(privateKeys, place, ({ bag, position }) => {
    const spki = canonicalSpki(publicKeyOf(bag))
    return { key_id: keyIdOf(spki), spki, source: 'pkcs12', position, proof_of_possession: true, certificate_authority: false }
  })
}

function open(bytes: Uint8Array, password: string): forge.pkcs12.Bag[] {
  try {
    const asn1 = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(bytes).toString('binary')))
    return forge.pkcs12.pkcs12FromAsn1(asn1, false, password).safeContents.flatMap(({ safeBags }) => safeBags)
  } catch (cause) {
    // node-forge gives the newer encryptions (PBES2) the password's low octets where openssl gives UTF-8
    const beyond = /[^\x20-\x7e]/.test(password) ? '; passwords beyond ASCII open older bundles only (openssl pkcs12 -legacy)' : ''
    throw new Problem('pkcs12_unreadable', { detail: `the password does not fit, or the bundle is damaged${beyond}`, cause })
  }
}

/** node-forge reads RSA alone; of other keys it leaves the PrivateKeyInfo, which node:crypto takes. */
function publicKeyOf({ key, asn1 }: forge.pkcs12.Bag): Uint8Array {
  const info = key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1
  const secret = derOf(info)
  try {
    return createPublicKey(createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' })).export({ format: 'der', type: 'spki' })
  } catch (cause) {
    throw new Problem('invalid_key', { detail: 'is a private key of an unknown type', cause })
  } finally {
    secret.fill(0)
  }
}

function derOfCertificate({ cert, asn1 }: forge.pkcs12.Bag): Buffer {
  return derOf(cert ? forge.pki.certificateToAsn1(cert) : asn1)
}

function derOf(asn1: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary')
}

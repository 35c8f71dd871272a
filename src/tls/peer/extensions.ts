import { contentOf, readDer, readInside, tags } from '../../domain/der.ts'
import type { DerElement } from '../../domain/der.ts'
import { Problem } from '../../domain/problem.ts'
import { hexOf } from './certificate-fields.ts'
import type { CertificateFields } from './certificate-fields.ts'

/** Extensions of RFC 5280, 4.2.1 by the hex of their OID, 2.5.29.n. */
export const extensionOids = {
  subjectKeyIdentifier: '551d0e',
  keyUsage: '551d0f',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  certificatePolicies: '551d20',
  authorityKeyIdentifier: '551d23',
  extKeyUsage: '551d25',
} as const

/** Bits of keyUsage (RFC 5280, 4.2.1.3), in its first octet. */
export const keyUsageBits = { digitalSignature: 0x80, keyAgreement: 0x08, keyCertSign: 0x04 } as const

/** RFC 5280, 4.2.1.9. @throws Problem invalid_key */
export function basicConstraints({ extensions }: CertificateFields): { ca: boolean; pathLength: number } {
  const value = extensions.get(extensionOids.basicConstraints)?.value
  if (value === undefined) return { ca: false, pathLength: 0 }
  const fields = inside(value, 'basicConstraints')
  const flag = fields.skip(tags.boolean)
  const limit = fields.skip(tags.integer)
  fields.close()
  const pathLength = limit === undefined ? Number.POSITIVE_INFINITY : Number(`0x${hexOf(contentOf(value, limit))}`)
  return { ca: flag !== undefined && value[flag.content] !== 0, pathLength }
}

/** Bits of keyUsage; undefined where a certificate does not say. @throws Problem invalid_key */
export function keyUsage({ extensions }: CertificateFields): number | undefined {
  const value = extensions.get(extensionOids.keyUsage)?.value
  if (value === undefined) return undefined
  const reader = readDer(value, 'keyUsage')
  const bits = reader.take(tags.bitString, 'the bits')
  reader.close()
  return value[bits.content + 1] ?? 0
}

/** OIDs of extKeyUsage (RFC 5280, 4.2.1.12) in hex; undefined where a certificate does not say. @throws Problem invalid_key */
export function extendedKeyUsage({ extensions }: CertificateFields): string[] | undefined {
  const value = extensions.get(extensionOids.extKeyUsage)?.value
  if (value === undefined) return undefined
  const list = inside(value, 'extKeyUsage')
  const purposes: string[] = []
  for (let oid = list.skip(tags.oid); oid !== undefined; oid = list.skip(tags.oid)) purposes.push(hexOf(contentOf(value, oid)))
  list.close()
  return purposes
}

/** Policies of certificatePolicies (RFC 5280, 4.2.1.4) in dotted form. @throws Problem invalid_key */
export function certificatePolicies({ extensions }: CertificateFields): string[] {
  const value = extensions.get(extensionOids.certificatePolicies)?.value
  if (value === undefined) return []
  const list = inside(value, 'certificatePolicies')
  const policies: string[] = []
  for (let entry = list.skip(tags.sequence); entry !== undefined; entry = list.skip(tags.sequence)) {
    const oid = readInside(value, 'certificatePolicies', entry).take(tags.oid, 'policyIdentifier')
    policies.push(dotted(contentOf(value, oid)))
  }
  list.close()
  return policies
}

/**
 * Key identifier of the issuer's key, and issuer (the first directory name) and serial number of its certificate (RFC 5280, 4.2.1.1) in hex,
 * as far as they are given. @throws Problem invalid_key
 */
export function authorityKey({ extensions }: CertificateFields): { keyId?: string; issuer?: string; serial?: string } {
  const value = extensions.get(extensionOids.authorityKeyIdentifier)?.value
  if (value === undefined) return {}
  const fields = inside(value, 'authorityKeyIdentifier')
  const keyId = fields.skip(0x80)
  const names = fields.skip(0xa1)
  const serial = fields.skip(0x82)
  fields.close()
  const issuer = names && directoryName(value, names)
  return {
    ...(keyId && { keyId: hexOf(contentOf(value, keyId)) }),
    ...(issuer && { issuer: hexOf(issuer) }),
    ...(serial && { serial: hexOf(contentOf(value, serial)) }),
  }
}

function directoryName(value: Uint8Array, generalNames: DerElement): Uint8Array | undefined {
  const names = readInside(value, 'authorityCertIssuer', generalNames)
  while (names.more()) {
    const name = names.any('a name')
    if (name.tag === 0xa4) return contentOf(value, name)
  }
  return undefined
}

/** RFC 5280, 4.2.1.2, in hex. @throws Problem invalid_key */
export function subjectKeyId({ extensions }: CertificateFields): string | undefined {
  const value = extensions.get(extensionOids.subjectKeyIdentifier)?.value
  return value && hexOf(contentOf(value, readDer(value, 'subjectKeyIdentifier').take(tags.octetString, 'the identifier')))
}

/** hardwareModuleName (RFC 4108, 5): who made the hardware, by OID, and its serial number in hex. */
export type HardwareModule = { readonly hw_type: string; readonly hw_serial: string }

const hardwareModuleName = '2b06010505070804'
/** Octets of hwType and hwSerialNum that are read, as many as our CA takes: both are kept and logged, whoever shows them. */
const mostTypeOctets = 128
const mostSerialOctets = 64

/** The hardware module that the subjectAltName names (IEEE 2030.5-2018, 6.11); Node cannot show it. @throws Problem invalid_key */
export function hardwareModule({ extensions }: CertificateFields): HardwareModule | undefined {
  const value = extensions.get(extensionOids.subjectAltName)?.value
  if (value === undefined) return undefined
  const names = inside(value, 'subjectAltName')
  for (let other = names.skip(tags.context0); other !== undefined; other = names.skip(tags.context0)) {
    const otherName = readInside(value, 'otherName', other)
    if (hexOf(contentOf(value, otherName.take(tags.oid, 'type'))) !== hardwareModuleName) continue
    const explicit = readInside(value, 'otherName', otherName.take(tags.context0, 'value'))
    const fields = readInside(value, 'hardwareModuleName', explicit.take(tags.sequence, 'the name'))
    const type = contentOf(value, fields.take(tags.oid, 'hwType'))
    const serial = contentOf(value, fields.take(tags.octetString, 'hwSerialNum'))
    if (type.length > mostTypeOctets || serial.length > mostSerialOctets) {
      const detail = `hwType has ${type.length} octets and hwSerialNum ${serial.length}; at most ${mostTypeOctets} and ${mostSerialOctets} are read`
      throw new Problem('invalid_key', { detail: `hardwareModuleName: ${detail}` })
    }
    return { hw_type: dotted(type), hw_serial: hexOf(serial) }
  }
  return undefined
}

function inside(value: Uint8Array, name: string) {
  const outer = readDer(value, name)
  const sequence = outer.take(tags.sequence, 'the list')
  outer.close()
  return readInside(value, name, sequence)
}

/** X.690, 8.19: an object identifier's content octets with dots. */
function dotted(octets: Uint8Array): string {
  const arcs: bigint[] = []
  let arc = 0n
  for (const octet of octets) {
    arc = (arc << 7n) | BigInt(octet & 0x7f)
    if (octet >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const [first = 0n, ...rest] = arcs
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...rest].join('.')
}

import { contentOf, readDer, readInside, tags } from '../../domain/der.ts'
import type { Hex } from '../../domain/fields.ts'
import { hexOf } from './certificate-fields.ts'
import type { CertificateFields } from './certificate-fields.ts'

/** id-pe-registryReference of docs/asn1/DerKeyRegistry.asn1, 1.3.6.1.4.1.32473.2030.1, in hex. */
const registryReference = '2b0601040181fd598f6e01'
const utf8String = 0x0c

/**
 * Why the registry extension of a certificate speaks against it; undefined where it does not, or where there is none. It never speaks
 * for a certificate: what it says may have gone stale, and the registry itself is asked in any case.
 * @throws Problem invalid_key when it is malformed
 */
export function objectionOf({ extensions }: CertificateFields, keyId: Hex): string | undefined {
  const value = extensions.get(registryReference)?.value
  if (value === undefined) return undefined
  const name = 'RegistryReference'
  const outer = readDer(value, name)
  const fields = readInside(value, name, outer.take(tags.sequence, 'the reference'))
  outer.close()
  fields.take(tags.integer, 'version')
  fields.take(utf8String, 'registry')
  const named = hexOf(contentOf(value, fields.take(tags.octetString, 'keyId')))
  return `0x${named}` === keyId ? undefined : `its registry extension is about the key 0x${named}`
}

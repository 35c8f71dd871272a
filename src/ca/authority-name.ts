import { AsnConvert } from '@peculiar/asn1-schema'
import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509'
import type { CaConfiguration } from './ca-configuration.ts'

const commonNames: Readonly<Record<string, string>> = { serca: 'IEEE 2030.5 SERCA', mca: 'IEEE 2030.5 MCA', mica: 'IEEE 2030.5 MICA' }

/** DER of the distinguished name of a CA certificate: C, O, CN and the number of the certificate as serialNumber. */
export function authorityName({ country, organization }: CaConfiguration, level: string): Buffer {
  const parts = [
    ...(country === undefined ? [] : [attribute('2.5.4.6', { printableString: country })]),
    attribute('2.5.4.10', { utf8String: organization }),
    attribute('2.5.4.3', { utf8String: commonNames[level] ?? level }),
    attribute('2.5.4.5', { printableString: '1' }),
  ]
  return Buffer.from(AsnConvert.serialize(new Name(parts)))
}

/** The empty name of devices and servers (IEEE 2030.5-2018, 6.11). */
export const emptyName = Buffer.from('3000', 'hex')

function attribute(type: string, value: Partial<AttributeValue>): RelativeDistinguishedName {
  return new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue(value) })])
}

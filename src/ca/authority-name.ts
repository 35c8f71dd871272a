import 'reflect-metadata'
import { Name } from '@peculiar/x509'
import type { CaConfiguration } from './ca-configuration.ts'

const commonNames: Readonly<Record<string, string>> = { serca: 'IEEE 2030.5 SERCA', mca: 'IEEE 2030.5 MCA', mica: 'IEEE 2030.5 MICA' }

/** DER of the distinguished name of a CA certificate: C, O, CN and the number of the certificate as serialNumber. */
export function authorityName({ country, organization }: CaConfiguration, level: string): Buffer {
  const parts = [
    ...(country === undefined ? [] : [{ C: [{ printableString: country }] }]),
    { O: [{ utf8String: organization }] },
    { CN: [{ utf8String: commonNames[level] ?? level }] },
    { '2.5.4.5': [{ printableString: '1' }] },
  ]
  return Buffer.from(new Name(parts).toArrayBuffer())
}

/** The empty name of devices and servers (IEEE 2030.5-2018, 6.11). */
export const emptyName = Buffer.from('3000', 'hex')

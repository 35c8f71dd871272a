import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openssl } from './openssl.ts'

/** A device's key pair and CSR, as a factory makes them with openssl. */
export type DeviceFiles = { readonly key: string; readonly csr: string }

/**
 * Makes a P-256 key and a CSR whose subject alternative name is the hardwareModuleName of IEEE 2030.5, 6.11.
 * @param pen private enterprise number of the maker, the stem of hwType
 * @param serial hwSerialNum, as text
 * @param form spelling of the public point in the CSR; `compressed` hashes differently, and is the same key
 * @param from key file to use instead of a new key
 */
export async function makeDevice(
  directory: string,
  name: string,
  { pen, serial, form = 'uncompressed', from }: { pen: number; serial: string; form?: 'uncompressed' | 'compressed'; from?: string },
): Promise<DeviceFiles> {
  const [key, csr, config] = ['key.pem', 'csr.pem', 'csr.cnf'].map((suffix) => join(directory, `${name}.${suffix}`)) as [
    string,
    string,
    string,
  ]
  if (from === undefined) await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key)
  else await openssl('ec', '-in', from, '-conv_form', form, '-out', key)
  await chmod(key, 0o600)
  await writeFile(config, csrConfig(pen, serial))
  await openssl('req', '-new', '-sha256', '-key', key, '-config', config, '-subj', '/', '-out', csr)
  return { key, csr }
}

/** openssl's configuration of a CSR with an empty subject and a hardwareModuleName (RFC 4108, 5). */
function csrConfig(pen: number, serial: string): string {
  return `[req]
distinguished_name = empty
req_extensions = device
[empty]
[device]
subjectAltName = critical,otherName:1.3.6.1.5.5.7.8.4;SEQUENCE:hardware_module_name
[hardware_module_name]
hwType = OID:1.3.6.1.4.1.${pen}.1
hwSerialNum = FORMAT:ASCII,OCTETSTRING:${serial}
`
}

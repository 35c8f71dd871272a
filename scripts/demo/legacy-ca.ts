import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openssl } from './openssl.ts'

/** A CA in the field that asks no registry, made and run with openssl alone: the reason why the gateway asks again. */
export type LegacyCa = { readonly certificate: string; readonly key: string; readonly directory: string }

export async function createLegacyCa(directory: string): Promise<LegacyCa> {
  const [certificate, key] = [join(directory, 'legacy-ca.pem'), join(directory, 'legacy-ca.key.pem')]
  await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key)
  const extensions = [
    'basicConstraints=critical,CA:TRUE',
    'keyUsage=critical,keyCertSign,cRLSign',
    'certificatePolicies=critical,2.5.29.32.0',
  ]
  const subject = ['-subj', '/O=Legacy CA/CN=Legacy MICA']
  const added = extensions.flatMap((extension) => ['-addext', extension])
  await openssl('req', '-x509', '-new', '-sha256', '-key', key, ...subject, '-days', '36500', ...added, '-out', certificate)
  return { certificate, key, directory }
}

/** Issues the device profile of IEEE 2030.5, 6.11, on a CSR, and writes the certificate with its issuer behind it. */
export async function issueLegacy(ca: LegacyCa, name: string, csr: string, digest: 'sha256' | 'sha1'): Promise<string> {
  const [certificate, extensions] = [join(ca.directory, `${name}.certificate.pem`), join(ca.directory, `${name}.extensions.cnf`)]
  await writeFile(
    extensions,
    'keyUsage=critical,digitalSignature,keyAgreement\ncertificatePolicies=critical,1.3.6.1.4.1.40732.1.1,1.3.6.1.4.1.40732.2.1\nauthorityKeyIdentifier=keyid\n',
  )
  const issuer = ['-CA', ca.certificate, '-CAkey', ca.key, '-set_serial', `0x${serial()}`, '-days', '36500']
  const profile = ['-copy_extensions', 'copyall', '-extfile', extensions]
  await openssl('x509', '-req', `-${digest}`, '-in', csr, ...issuer, ...profile, '-out', certificate)
  return certificate
}

function serial(): string {
  return `01${Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex')}`
}

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import type { Hex } from '../../src/domain/fields.ts'
import { keyIdOfCertificate } from '../../src/domain/key-id.ts'
import { lfdiOf } from '../../src/domain/lfdi.ts'

/** A certificate authority or a device, as files that openssl made. `chain`: its certificate and those of the CAs above it but the root. */
export type Holder = { readonly name: string; readonly key: string; readonly certificate: string; readonly chain: string }
export type Device = Holder & { readonly key_id: Hex; readonly lfdi: string }

export type IssueOptions = {
  readonly issuer?: Holder | undefined
  /** A key to use in place of a new one, with `-conv_form` and the like already done. */
  readonly key?: string | undefined
  readonly subject?: string
  readonly digest?: 'sha256' | 'sha1'
  readonly extensions?: readonly string[]
  readonly from?: string
  readonly until?: string
}

/** hardwareModuleName as IEEE 2030.5-2018, 6.11 has it. */
export const deviceSan = 'subjectAltName=critical,otherName:1.3.6.1.5.5.7.8.4;SEQUENCE:hwm'
export const deviceExtensions = [
  'keyUsage=critical,digitalSignature,keyAgreement',
  'certificatePolicies=critical,1.3.6.1.4.1.40732.1.1',
  'authorityKeyIdentifier=keyid',
  deviceSan,
]
const caExtensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign', 'subjectKeyIdentifier=hash']

/** A public key infrastructure of SERCA, MCA and MICA in a folder of its own, all made by openssl; `remove` in `after`. */
export function createPki() {
  const folder = mkdtempSync(join(tmpdir(), 'derkey-pki-'))
  const at = (name: string) => join(folder, name)
  let count = 0

  const newKey = (name: string, curve = 'prime256v1'): string => {
    openssl(['ecparam', '-name', curve, '-genkey', '-noout', '-out', at(`${name}.key`)])
    return at(`${name}.key`)
  }

  const issue = (name: string, options: IssueOptions = {}): Device => {
    const { issuer, subject = '/', digest = 'sha256', extensions = deviceExtensions } = options
    const key = options.key ?? newKey(name)
    const certificate = at(`${name}.pem`)
    openssl(['req', '-new', '-key', key, '-subj', subject, '-out', at(`${name}.csr`)])
    const work = at(`${name}-${count++}`)
    mkdirSync(work)
    writeFileSync(join(work, 'index.txt'), '')
    writeFileSync(join(work, 'ca.cnf'), caConfiguration(work, digest, extensions))
    const signer = issuer === undefined ? ['-selfsign', '-keyfile', key] : ['-cert', issuer.certificate, '-keyfile', issuer.key]
    const time = ['-startdate', options.from ?? '20200101000000Z', '-enddate', options.until ?? '99991231235959Z']
    openssl(['ca', '-batch', '-notext', '-config', join(work, 'ca.cnf'), ...signer, ...time, '-in', at(`${name}.csr`), '-out', certificate])
    const chain = at(`${name}.chain.pem`)
    const above = issuer === undefined || isRoot(issuer) ? '' : readFileSync(issuer.chain, 'utf8')
    writeFileSync(chain, readFileSync(certificate, 'utf8') + above)
    const der = new X509Certificate(readFileSync(certificate)).raw
    return { name, key, certificate, chain, key_id: keyIdOfCertificate(der), lfdi: lfdiOf(der) }
  }

  const authority = (name: string, issuer?: Holder, extensions: readonly string[] = caExtensions, rest: IssueOptions = {}) =>
    issue(name, {
      issuer,
      subject: `/O=Test/CN=${name}`,
      extensions: [...extensions, ...(issuer ? ['authorityKeyIdentifier=keyid'] : [])],
      ...rest,
    })

  const serca = authority('SERCA')
  const mca = authority('MCA', serca)
  const mica = authority('MICA', mca, ['basicConstraints=critical,CA:TRUE,pathlen:0', ...caExtensions.slice(1)])
  const server = issue('server', {
    issuer: mica,
    subject: '/CN=localhost',
    extensions: ['subjectAltName=critical,DNS:localhost,IP:127.0.0.1', 'extendedKeyUsage=serverAuth'],
  })
  return { folder, at, newKey, issue, authority, serca, mca, mica, server, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
export type Pki = ReturnType<typeof createPki>

/** The same key in another spelling of its point or parameters. */
export function respell(key: string, spelling: 'compressed' | 'hybrid' | 'explicit'): string {
  const out = `${key}.${spelling}`
  const form = spelling === 'explicit' ? ['-param_enc', 'explicit'] : ['-conv_form', spelling]
  openssl(['ec', '-in', key, ...form, '-out', out])
  return out
}

export function openssl(args: readonly string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function isRoot({ certificate }: Holder): boolean {
  const x509 = new X509Certificate(readFileSync(certificate))
  return x509.subject === x509.issuer
}

function caConfiguration(work: string, digest: string, extensions: readonly string[]): string {
  return `[ca]
default_ca = this
[this]
database = ${work}/index.txt
new_certs_dir = ${work}
rand_serial = yes
unique_subject = no
default_md = ${digest}
policy = anything
x509_extensions = extensions
preserve = yes
[anything]
organizationName = optional
commonName = optional
[extensions]
${extensions.join('\n')}
[hwm]
type = OID:1.3.6.1.4.1.40732.9.1
serial = FORMAT:HEX,OCTETSTRING:0102030405
`
}

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { caFiles, defaultExtensionOid } from '../../src/ca/ca-configuration.ts'
import { writeCertificate } from '../../src/ca/certificate-file.ts'
import { initCa } from '../../src/ca/init-ca.ts'
import { issueFiles, type FileResult } from '../../src/ca/issue-files.ts'
import { issueServerCertificate } from '../../src/ca/issue-server-certificate.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import { readServerCsr } from '../../src/ca/read-csr.ts'
import { writeSecretFile } from '../../src/chain/secret-file.ts'
import type { JudgedRegistry } from '../../src/domain/key-status-source.ts'
import { registriesOf } from '../registries/registries-of-options.ts'
import { openssl } from './openssl.ts'
import type { Stage } from './stage.ts'

/** The CA of the demonstration: what `derkey ca init`, `ca issue` and `ca issue-server` do. */
export type DemoCa = {
  readonly directory: string
  readonly password_file: string
  /** Certificates that a device or server may chain to, PEM. */
  readonly chain: string
  issue(requests: readonly { csr: string; out: string }[]): Promise<FileResult[]>
  /** Makes a key and a certificate for 127.0.0.1. */
  issueServer(): Promise<{ key: string; certificate: string }>
  close(): void
}

/** A CA that asks the registry of the stage, and takes any key that is registered. */
export async function createDemoCa({
  directory,
  chain,
  deploymentFile,
}: Pick<Stage, 'directory' | 'chain' | 'deploymentFile'>): Promise<DemoCa> {
  return createCaAsking(await registriesOf({ rpc: chain.url, deployment: deploymentFile, policy: 'lab' }), directory)
}

/** A CA in a folder of `stage` that asks these registries. */
export async function createCaAsking(registries: readonly JudgedRegistry[], stage: string): Promise<DemoCa> {
  const [directory, password_file] = [join(stage, 'ca'), join(stage, 'ca.password')]
  const password = randomBytes(16).toString('hex')
  writeSecretFile(password_file, `${password}\n`, 'dir')
  const configuration = {
    organization: 'Demonstration',
    hierarchy: 'two',
    keys: { kind: 'files' },
    device_policies: ['generic_device', 'test'],
    extension_oid: defaultExtensionOid,
    assessed_properties: false,
  } as const
  await initCa(directory, { ...configuration, device_policies: [...configuration.device_policies] }, password, Date.now() / 1000)
  const ca = await openCa(directory, password)

  return {
    directory,
    password_file,
    chain: join(directory, caFiles.chainPem),
    issue: (requests) => {
      const judge = () => ({ registries, client_type: 'device' as const, now: Date.now() / 1000 })
      const files = requests.map(({ csr, out }) => ({ csr, out: [out] }))
      return issueFiles(ca, files, judge, { reissue: false })
    },
    issueServer: async () => {
      const [key, csr, certificate] = ['key.pem', 'csr.pem', 'certificate.pem'].map((name) => join(stage, `gateway.${name}`)) as [
        string,
        string,
        string,
      ]
      await openssl(
        'req',
        '-new',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-keyout',
        key,
        '-subj',
        '/',
        '-out',
        csr,
      )
      const request = readServerCsr(await readFile(csr))
      const names = { dns: ['localhost'], ip: ['127.0.0.1'] }
      writeCertificate(certificate, (await issueServerCertificate(ca, request, names, Date.now() / 1000)).certificate, ca.chain)
      return { key, certificate }
    },
    close: () => ca.close(),
  }
}

import 'reflect-metadata'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { caFiles, defaultExtensionOid } from '../../src/ca/ca-configuration.ts'
import { deviceRequestOf } from '../../src/ca/device-request.ts'
import { initCa } from '../../src/ca/init-ca.ts'
import { issueCertificates } from '../../src/ca/issue-certificates.ts'
import { issueServerCertificate } from '../../src/ca/issue-server-certificate.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import { pemOf } from '../../src/ca/pem.ts'
import { readCsr, readServerCsr } from '../../src/ca/read-csr.ts'
import { writeSecretFile } from '../../src/chain/secret-file.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { judgeOf, makeRequest } from '../device-request.ts'

/** A device: its key and its certificate with the issuing CA's, PEM. */
export type FleetDevice = { readonly key_id: Hex; readonly key: string; readonly certificate: string }

/** Devices and a server of one CA. The paths are of PEM files. */
export type Fleet = {
  readonly devices: readonly FleetDevice[]
  readonly server: { readonly key: string; readonly certificate: string }
  readonly trustAnchors: string
}

/** Makes a CA in `folder`, a server's certificate for 127.0.0.1, and `count` devices, each with a key of its own. */
export async function makeFleet(folder: string, count: number): Promise<Fleet> {
  const now = Date.now() / 1000
  const directory = join(folder, 'ca')
  const configuration = {
    organization: 'Bench',
    hierarchy: 'two' as const,
    keys: { kind: 'files' as const },
    device_policies: ['generic_device' as const, 'test' as const],
    extension_oid: defaultExtensionOid,
    assessed_properties: false,
  }
  await initCa(directory, configuration, 'bench', now)
  const ca = await openCa(directory, 'bench')
  try {
    const chain = ca.chain.slice(0, -1).map((each) => pemOf('CERTIFICATE', each))
    const withChain = (certificate: Uint8Array) => [pemOf('CERTIFICATE', certificate), ...chain].join('')

    const made = Array.from({ length: count }, (_, index) => makeRequest(index))
    const requests = made.map(({ csr }) => csr)
    const results = await issueCertificates(
      ca,
      requests.map((csr) => deviceRequestOf(readCsr(csr))),
      judgeOf(requests, now),
    )
    const devices = results.map((result, index): FleetDevice => {
      if (result.state === 'refused') throw new Error(`no certificate for ${result.key_id}`)
      return { key_id: result.key_id, key: made[index]!.key, certificate: withChain(result.certificate) }
    })

    const server = { key: join(folder, 'server.key.pem'), certificate: join(folder, 'server.pem') }
    const request = makeRequest(count)
    const issued = await issueServerCertificate(ca, readServerCsr(request.csr), { dns: ['localhost'], ip: ['127.0.0.1'] }, now)
    writeSecretFile(server.key, request.key, 'folder')
    writeFileSync(server.certificate, withChain(issued.certificate))
    return { devices, server, trustAnchors: join(directory, caFiles.chainPem) }
  } finally {
    ca.close()
  }
}

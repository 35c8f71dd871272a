import 'reflect-metadata'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { defaultExtensionOid } from '../src/ca/ca-configuration.ts'
import { deviceRequestOf } from '../src/ca/device-request.ts'
import { initCa } from '../src/ca/init-ca.ts'
import { issueCertificate, issueCertificates } from '../src/ca/issue-certificates.ts'
import { openCa } from '../src/ca/open-ca.ts'
import { readCsr } from '../src/ca/read-csr.ts'
import { judgeOf, makeRequest } from './device-request.ts'
import { inTurn } from './report.ts'
import type { Bench } from './report.ts'

const count = 512
const batch = 64
const rounds = 3
const now = Date.parse('2026-11-02T00:00:00Z') / 1000

/** Certificates a second from DER request to DER certificate, proof of possession, decision and durable ledger included, beside @peculiar/x509 alone. */
export const certificates: Bench = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), 'derkey-bench-'))
  const configuration = {
    organization: 'Bench',
    hierarchy: 'two' as const,
    keys: { kind: 'files' as const },
    device_policies: ['generic_device' as const, 'test' as const],
    extension_oid: defaultExtensionOid,
    assessed_properties: false,
  }
  await initCa(join(folder, 'ca'), configuration, 'bench', now)
  const ca = await openCa(join(folder, 'ca'), 'bench')
  try {
    const requests = Array.from({ length: count }, (_, index) => makeRequest(index).csr)
    const judge = judgeOf(requests, now)
    const perSecond = async (run: () => Promise<void>) => {
      const began = performance.now()
      await run()
      return (count * 1000) / (performance.now() - began)
    }
    const peculiar = await peculiarIssuer()
    const rates = await inTurn(
      {
        peculiar: () => perSecond(async () => requests.reduce((before, csr) => before.then(() => peculiar(csr)), Promise.resolve())),
        single: () =>
          perSecond(async () => {
            for (const csr of requests) await issueCertificate(ca, deviceRequestOf(readCsr(csr)), judge, { reissue: true })
          }),
        batched: () =>
          perSecond(async () => {
            for (let start = 0; start < count; start += batch) {
              const part = requests.slice(start, start + batch).map((csr) => deviceRequestOf(readCsr(csr)))
              await issueCertificates(ca, part, judge, { reissue: true })
            }
          }),
      },
      rounds,
    )
    const baseline = { what: '@peculiar/x509 alone', value: rates.peculiar }
    report({ bench: 'certificates', what: `batches of ${batch}`, value: rates.batched, unit: 'certificates/s', baseline, reach: '>= 0.9' })
    report({ bench: 'certificates', what: 'one by one', value: rates.single, unit: 'certificates/s', baseline, reach: '>= 0.9' })
  } finally {
    ca.close()
    rmSync(folder, { recursive: true })
  }
}

/** Parses a CSR, verifies it, and issues a certificate with the same standard extensions. */
async function peculiarIssuer(): Promise<(csr: Buffer) => Promise<void>> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const { privateKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  return async (csr) => {
    const request = new x509.Pkcs10CertificateRequest(csr)
    if (!(await request.verify())) throw new Error('the CSR does not verify')
    await x509.X509CertificateGenerator.create({
      serialNumber: '01',
      issuer: 'CN=Bench',
      subject: '',
      notBefore: new Date(now * 1000),
      notAfter: new Date('9999-12-31T23:59:59Z'),
      publicKey: request.publicKey,
      signingKey: privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyAgreement, true),
        new x509.CertificatePolicyExtension(['1.3.6.1.4.1.40732.1.1', '1.3.6.1.4.1.40732.2.1'], true),
        ...request.extensions,
      ],
    })
  }
}

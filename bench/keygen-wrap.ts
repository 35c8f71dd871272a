import 'reflect-metadata'
import { createECDH, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { initAppliance } from '../src/keygen/appliance/init-appliance.ts'
import { makeBatch, manifestFile } from '../src/keygen/appliance/make-batch.ts'
import { openAppliance } from '../src/keygen/appliance/open-appliance.ts'
import { fitRecipient } from '../src/keygen/cms/recipient.ts'
import { wrapKeyFor } from '../src/keygen/cms/wrap-key.ts'
import { operatingSystem } from '../src/keygen/entropy/entropy-source.ts'
import { withNewKey } from '../src/keygen/entropy/new-key.ts'
import { mostKeys } from '../src/keygen/manifest/key-manifest.ts'
import { sha256Of } from '../src/keygen/manifest/verify-manifest.ts'
import { median, type Bench } from './report.ts'

const rounds = 10
const inBatch = 10_000

/** Keys on P-256 a second, each drawn and wrapped for a line, beside key generation that wraps nothing; then whole batches onto the disk. */
export const keygenWrap: Bench = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), 'derkey-bench-'))
  try {
    const certificate = await lineCertificate()
    const recipient = fitRecipient({ certificate }, Date.now())
    const ecdh = createECDH('prime256v1')
    const perSecond = (count: number, action: () => unknown) => {
      const began = performance.now()
      for (let made = 0; made < count; made++) action()
      return (count * 1000) / (performance.now() - began)
    }
    let bytes = 0
    const wrap = () => withNewKey(operatingSystem, ({ pkcs8 }) => (bytes = wrapKeyFor(recipient, pkcs8).length))
    // in turn, so that a machine that slows down slows all of them
    const rates = { wrapped: [] as number[], bare: [] as number[], ecdh: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      rates.wrapped.push(perSecond(mostKeys / rounds, wrap))
      rates.bare.push(perSecond(mostKeys / rounds, () => generateKeyPairSync('ec', { namedCurve: 'P-256' })))
      rates.ecdh.push(perSecond(mostKeys / rounds, () => ecdh.generateKeys()))
    }
    const wrapped = { bench: 'keygen-wrap', value: median(rates.wrapped), unit: 'keys/s' }
    const what = `${mostKeys.toLocaleString('en-US')} keys drawn and wrapped`
    report({ ...wrapped, what, baseline: { what: "crypto.generateKeyPairSync('ec'), nothing wrapped", value: median(rates.bare) } })
    report({ ...wrapped, what, baseline: { what: 'ECDH generateKeys, nothing wrapped', value: median(rates.ecdh) } })

    await initAppliance(
      join(folder, 'appliance'),
      { keep: { kind: 'file' }, entropy: { declared: null, certificate: null, noise: null } },
      'bench',
    )
    const appliance = await openAppliance(join(folder, 'appliance'), 'bench')
    const order = { recipient, certificate: sha256Of(certificate) }
    const keys = Array.from({ length: inBatch }, () => order)
    const began = performance.now()
    const batch = makeBatch(appliance, { processId: '1', keys, out: folder, now: Date.now() })
    const seconds = (performance.now() - began) / 1000
    appliance.close()
    const text = `a batch of ${inBatch.toLocaleString('en-US')} on the disk, manifest signed`
    report({
      bench: 'keygen-wrap',
      what: text,
      value: inBatch / seconds,
      unit: 'keys/s',
      baseline: { what: 'wrapped in memory', value: wrapped.value },
    })
    report({
      bench: 'keygen-wrap',
      what: 'a wrapped key on the wire',
      value: bytes,
      unit: 'bytes a key',
      baseline: { what: 'its PKCS#8 in the clear', value: 138 },
    })
    report({
      bench: 'keygen-wrap',
      what: 'its share of the manifest',
      value: statSync(join(batch.folder, manifestFile)).size / inBatch,
      unit: 'bytes a key',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function lineCertificate(): Promise<Uint8Array> {
  const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(signingAlgorithm, false, ['sign', 'verify'])
  const validity = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3_600_000) }
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=line',
    keys,
    signingAlgorithm,
    ...validity,
  })
  return new Uint8Array(certificate.rawData)
}

import { X509Certificate, hash } from 'node:crypto'
import { readPolicy } from '../scripts/policies.ts'
import { decide } from '../src/domain/decide.ts'
import type { KeyStatusAnswer } from '../src/domain/key-status-source.ts'
import { keyIdOfCertificate } from '../src/domain/key-id.ts'
import { keyInfoOf, registry } from '../test/support/key-info.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { randomKeyIds } from './gas.ts'
import { inTurn } from './report.ts'
import type { Bench } from './report.ts'
import { makeFleet } from './tls/fleet.ts'

const keys = 1000
const decisions = 200_000
const certificates = 20_000
const rounds = 5

/** Decisions a second from answers in memory; key ids a second from certificates, beside a digest that knows but one spelling of a key. */
export const decision: Bench = async (report) => {
  await measureDecisions(report)
  await measureKeyIds(report)
}

type Report = Parameters<Bench>[0]

async function measureDecisions(report: Report) {
  const policy = readPolicy('csip-baseline')
  const answers = randomKeyIds(keys).map((key_id): { key_id: typeof key_id; answer: KeyStatusAnswer } => {
    const info = keyInfoOf((each) => (each.key.key_id = key_id))
    return { key_id, answer: { kind: 'known', registry, as_of: info.as_of, info } }
  })
  const now = Date.parse('2026-11-02T00:00:00Z') / 1000
  const decideAll = () =>
    perSecond(decisions, (index) => {
      const { outcome } = decide({ ...answers[index % keys]!, policy, client_type: 'device', now })
      if (outcome !== 'admit') throw new Error(`decided ${outcome}`)
    })
  const rates = await inTurn({ warmUp: decideAll, decideAll }, rounds)
  report({ bench: 'decision', what: 'by csip-baseline, answers in memory', value: rates.decideAll, unit: 'decisions/s' })
}

async function measureKeyIds(report: Report) {
  const folder = temporaryFolder()
  const { devices } = await makeFleet(folder.path, 100)
  folder.remove()
  const ders = devices.map(({ certificate }) => new X509Certificate(certificate).raw)
  const rates = await inTurn(
    {
      exported: () =>
        perSecond(certificates / 10, (index) => {
          const { publicKey } = new X509Certificate(ders[index % ders.length]!)
          hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex')
        }),
      keyId: () => perSecond(certificates, (index) => keyIdOfCertificate(ders[index % ders.length]!)),
    },
    rounds,
  )
  const baseline = { what: 'publicKey.export of node:crypto and SHA-256', value: rates.exported }
  report({ bench: 'decision', what: 'key id of a certificate', value: rates.keyId, unit: 'key ids/s', baseline })
}

function perSecond(count: number, run: (index: number) => unknown): number {
  const began = performance.now()
  for (let index = 0; index < count; index++) run(index)
  return (count * 1000) / (performance.now() - began)
}

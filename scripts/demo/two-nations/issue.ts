import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeCertificate } from '../../../src/ca/describe-certificate.ts'
import { Problem } from '../../../src/domain/problem.ts'
import type { DemoCa } from '../demo-ca.ts'
import type { Narrator } from '../narrator.ts'
import type { DeviceName, Devices } from './devices.ts'

/** What the CA made of a request: the file of the certificate, or why there is none. */
export type CertificateAnswer = { readonly certificate: string; readonly registry: string } | { readonly refused: string }

/** Has the CA answer one device's request, and tells what came of it. */
export async function issue(
  ca: DemoCa,
  directory: string,
  devices: Devices,
  name: DeviceName,
  narrator: Narrator,
): Promise<CertificateAnswer> {
  const out = join(directory, 'devices', `${name}.certificate.pem`)
  const [result] = await ca.issue([{ csr: devices[name].csr, out }])
  if (result === undefined || result.state === 'failed') throw result?.problem ?? new RangeError('the CA answered nothing')
  if (result.state === 'refused') {
    const refused = result.decision.findings.map(({ rule, found, registry }) => `${rule} in ${registry}: ${found}`).join('; ')
    narrator.fact(name, `refused: ${refused}`)
    return { refused }
  }
  const { registry_reference } = describeCertificate(new X509Certificate(await readFile(out)).raw)
  const registry = registry_reference?.registry ?? ''
  if (registry !== result.decision.registry) {
    throw new Problem('demo_failed', { field: name, detail: `the certificate names ${registry}, not ${result.decision.registry}` })
  }
  narrator.fact(name, `issued, names ${registry}, process ${registry_reference?.process?.process_id ?? 'none'}`)
  return { certificate: out, registry }
}

/** @throws Problem `demo_failed` where it was refused */
export function issued(name: DeviceName, answer: CertificateAnswer): string {
  if ('certificate' in answer) return answer.certificate
  throw new Problem('demo_failed', { field: name, detail: `the CA refused: ${answer.refused}` })
}

/** @throws Problem `demo_failed` where it was issued, or refused for another reason */
export function refusedFor(rule: string, name: DeviceName, answer: CertificateAnswer): void {
  if ('refused' in answer && answer.refused.includes(`${rule} in `)) return
  throw new Problem('demo_failed', { field: name, detail: `the CA should have refused because of ${rule}: ${JSON.stringify(answer)}` })
}

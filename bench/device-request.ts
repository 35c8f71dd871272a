import { generateKeyPairSync, sign } from 'node:crypto'
import { subjectAltNameExtension } from '../src/ca/certificate-extensions.ts'
import { encodeHardwareModule, toHardwareModule } from '../src/ca/hardware-module-name.ts'
import type { Judge } from '../src/ca/judge-key.ts'
import { readCsr } from '../src/ca/read-csr.ts'
import { derOf, tags } from '../src/domain/der.ts'
import type { Hex } from '../src/domain/fields.ts'
import type { KeyStatusAnswer } from '../src/domain/key-status-source.ts'
import { readPolicy } from '../scripts/policies.ts'
import { keyInfoOf, registry } from '../test/support/key-info.ts'

/** Private enterprise number of the maker (RFC 5612: for documentation). */
const pen = 32_473

/** A new device's private key, PEM, and its CSR, DER: made a thousand times as fast as by openssl, one process a key. */
export function makeRequest(index: number): { readonly key: string; readonly csr: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = toHardwareModule(`1.3.6.1.4.1.${pen}.1`, `SN-${index}`)
  const extensions = derOf(tags.sequence, subjectAltNameExtension(encodeHardwareModule(name)))
  const extensionRequest = Buffer.from('06092a864886f70d01090e', 'hex')
  const attributes = derOf(tags.context0, derOf(tags.sequence, extensionRequest, derOf(tags.set, extensions)))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const info = derOf(tags.sequence, Buffer.from('0201003000', 'hex'), spki, attributes)
  const signature = derOf(tags.bitString, Buffer.of(0), sign('sha256', info, privateKey))
  const csr = derOf(tags.sequence, info, Buffer.from('300a06082a8648ce3d040302', 'hex'), signature)
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), csr }
}

/** A registry in memory that knows all keys, and the ready-made policy that decides most. @param now seconds since 1970 */
export function judgeOf(requests: readonly Buffer[], now: number): Judge {
  const answers = new Map<Hex, KeyStatusAnswer>()
  for (const csr of requests) {
    const { key_id } = readCsr(csr)
    const info = keyInfoOf((each) => {
      each.key.key_id = key_id
      each.owner.pen = pen
    })
    answers.set(key_id, { kind: 'known', registry, as_of: info.as_of, info })
  }
  const source = { registry, get: async (id: Hex) => answers.get(id) as KeyStatusAnswer, changes: async function* () {} }
  return { registries: [{ source, policy: readPolicy('csip-baseline') }], client_type: 'device', now }
}

import { Problem } from '../../src/domain/problem.ts'
import { unnamed, type RequestedName } from '../../src/keygen/appliance/certification-request.ts'
import type { KeyOrder } from '../../src/keygen/appliance/key-maker.ts'
import { namedInCertificate } from '../../src/keygen/appliance/named-in-certificate.ts'
import { fitRecipient } from '../../src/keygen/cms/recipient.ts'
import { sha256Of } from '../../src/keygen/manifest/verify-manifest.ts'
import { deviceName, readRecipients, type RecipientFile } from './read-recipients.ts'

export type Wanted = { readonly recipient: string; readonly count: number | undefined; readonly csr: boolean; readonly now: number }

/**
 * Whom each key is wrapped for: `count` keys for the line whose certificate is a file, or one for each certificate of a folder. All are checked
 * before the first key is made.
 * @throws Problem recipient_unfit, invalid_input
 */
export function planKeys({ recipient, count, csr, now }: Wanted): KeyOrder[] {
  const { folder, recipients } = readRecipients(recipient)
  if (folder) return devices(recipients, count, csr, now)
  if (count === undefined) throw new Problem('invalid_input', { field: 'count', detail: 'say how many keys the line wants' })
  const order = recipients.map((line) => orderFor(line, csr ? () => unnamed : undefined, now))
  return Array.from({ length: count }, () => order[0] as KeyOrder)
}

function devices(recipients: readonly RecipientFile[], count: number | undefined, csr: boolean, now: number): KeyOrder[] {
  if (count !== undefined && count !== recipients.length) {
    throw new Problem('invalid_input', {
      field: 'count',
      detail: `is ${count}, and the folder holds certificates of ${recipients.length} devices`,
    })
  }
  const seen = new Map<string, string>()
  return recipients.map((device) => {
    const file = deviceName(device.file)
    const other = seen.get(file)
    if (other !== undefined)
      throw new Problem('invalid_input', { field: device.file, detail: `would give its key the name that ${other} gives` })
    seen.set(file, device.file)
    return { ...orderFor(device, csr ? namedInCertificate : undefined, now), file }
  })
}

function orderFor({ file, certificate }: RecipientFile, name: ((der: Uint8Array) => RequestedName) | undefined, now: number): KeyOrder {
  try {
    const order = { recipient: fitRecipient({ certificate }, now), certificate: sha256Of(certificate) }
    return name === undefined ? order : { ...order, request: name(certificate) }
  } catch (error) {
    if (error instanceof Problem) throw new Problem(error.code, { field: file, detail: error.message, cause: error })
    throw error
  }
}

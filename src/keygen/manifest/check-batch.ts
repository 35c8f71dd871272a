import type { Hex } from '../../domain/fields.ts'
import { keyIdOf } from '../../domain/key-id.ts'
import { provenSpkiOfCsr } from '../../domain/csr.ts'
import { Problem } from '../../domain/problem.ts'
import { decodeEnveloped } from '../cms/enveloped.ts'
import { identifierOfCertificate } from '../cms/recipient.ts'
import type { KeyManifest, MadeKey } from './key-manifest.ts'
import { sha256Of } from './verify-manifest.ts'

export type BatchCheck = {
  /** Octets of a file of the batch by its name in the manifest; undefined where it is not there (any more). */
  readonly read: (file: string) => Uint8Array | undefined
  /** DER certificates of the line or the devices that keys may be wrapped for; undefined: anybody's. */
  readonly recipients?: readonly Uint8Array[] | undefined
}

/** How many files of a batch were there and are what the manifest says. */
export type CheckedFiles = { readonly wrapped: number; readonly requests: number }

/** @throws Problem manifest_recipient, manifest_file_differs, and those of a CSR */
export function checkBatch({ keys }: KeyManifest, { read, recipients }: BatchCheck): CheckedFiles {
  const expected = recipients && new Map(recipients.map((der) => [sha256Of(der), identifierOfCertificate(der)]))
  let [wrapped, requests] = [0, 0]
  for (const key of keys) {
    if (checkWrapped(key, read, expected)) wrapped += 1
    if (checkRequest(key, read)) requests += 1
  }
  return { wrapped, requests }
}

function checkWrapped({ key_id, wrapped }: MadeKey, read: BatchCheck['read'], expected: Map<Hex, Buffer> | undefined): boolean {
  if (wrapped === undefined) return false
  const { file, sha256, recipient } = wrapped
  const identifier = expected?.get(recipient as Hex)
  if (expected !== undefined && identifier === undefined) {
    throw new Problem('manifest_recipient', {
      field: file,
      detail: `${key_id} is wrapped for the certificate ${recipient}, which is none of those given`,
    })
  }
  const bytes = read(file)
  if (bytes === undefined) return false
  if (sha256Of(bytes) !== sha256)
    throw new Problem('manifest_file_differs', { field: file, detail: `has the SHA-256 ${sha256Of(bytes)}, not ${sha256}` })
  if (identifier !== undefined && Buffer.compare(decodeEnveloped(bytes).recipient, identifier) !== 0) {
    throw new Problem('manifest_recipient', { field: file, detail: `${key_id} is wrapped for another certificate than the manifest says` })
  }
  return true
}

function checkRequest({ key_id, csr }: MadeKey, read: BatchCheck['read']): boolean {
  const bytes = csr && read(csr.file)
  if (csr === undefined || bytes === undefined) return false
  const { file: field, sha256 } = csr
  if (sha256Of(bytes) !== sha256)
    throw new Problem('manifest_file_differs', { field, detail: `has the SHA-256 ${sha256Of(bytes)}, not ${sha256}` })
  const found = keyIdOf(provenSpkiOfCsr(bytes))
  if (found !== key_id) throw new Problem('manifest_file_differs', { field, detail: `asks for the key ${found}, not ${key_id}` })
  return true
}

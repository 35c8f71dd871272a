import { sign } from 'node:crypto'
import { createP256Key } from '../../pkcs11/p256-key.ts'
import type { Token } from '../../pkcs11/open-token.ts'
import { keyIdOf } from '../../domain/key-id.ts'
import type { FitRecipient } from '../cms/recipient.ts'
import { wrapKeyFor } from '../cms/wrap-key.ts'
import type { EntropySource } from '../entropy/entropy-source.ts'
import { withNewKey } from '../entropy/new-key.ts'
import type { MadeKey } from '../manifest/key-manifest.ts'
import { sha256Of } from '../manifest/verify-manifest.ts'
import type { BatchFolder } from './batch-folder.ts'
import { certificationRequest, type RequestedName } from './certification-request.ts'

/** One key to be made: for whom it is wrapped, what its file is called (its key id where nothing is said), what its request names. */
export type KeyOrder = {
  readonly recipient: FitRecipient
  /** SHA-256 of the recipient's certificate. */
  readonly certificate: `0x${string}`
  readonly file?: string
  readonly request?: RequestedName
}

/** Makes a key, wraps it, and writes nothing else of it. The clear key lives until this returns. @throws Problem */
export function makeWrappedKey(source: EntropySource, { recipient, certificate, file, request }: KeyOrder, folder: BatchFolder): MadeKey {
  return withNewKey(source, ({ key_id, spki, pkcs8 }) => {
    const name = file ?? key_id
    const wrapped = wrapKeyFor(recipient, pkcs8)
    const path = `keys/${name}.p7m`
    folder.write(path, wrapped)
    const made: MadeKey = { key_id, wrapped: { file: path, sha256: sha256Of(wrapped), recipient: certificate } }
    if (request === undefined) return made
    const key = { key: pkcs8 as Buffer, format: 'der', type: 'pkcs8' } as const
    return {
      ...made,
      csr: writeRequest(
        folder,
        name,
        certificationRequest(request, spki, (data) => sign('sha256', data, key)),
      ),
    }
  })
}

/** Makes a key that stays in a token, under `label`; what an interrupted call left there under it is removed. @throws Problem pkcs11_failed */
export function makeTokenKey(token: Token, label: string, request: RequestedName | undefined, folder: BatchFolder): MadeKey {
  const { pkcs11, session, attempt } = token
  for (const old of [...token.find('private', label), ...token.find('public', label)]) {
    attempt('a key of an interrupted batch cannot be removed', () => pkcs11.C_DestroyObject(session, old))
  }
  const key = createP256Key(token, label)
  const key_id = keyIdOf(key.spki)
  const made: MadeKey = { key_id, token_key: label }
  return request === undefined ? made : { ...made, csr: writeRequest(folder, key_id, certificationRequest(request, key.spki, key.sign)) }
}

function writeRequest(folder: BatchFolder, name: string, request: Uint8Array): NonNullable<MadeKey['csr']> {
  const file = `requests/${name}.csr`
  folder.write(file, request)
  return { file, sha256: sha256Of(request) }
}

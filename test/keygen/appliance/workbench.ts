import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { derOfPem } from '../../../src/ca/pem.ts'
import { initAppliance, type Wanted } from '../../../src/keygen/appliance/init-appliance.ts'
import type { KeyOrder } from '../../../src/keygen/appliance/key-maker.ts'
import { unnamed } from '../../../src/keygen/appliance/certification-request.ts'
import { makeBatch, type BatchOrder } from '../../../src/keygen/appliance/make-batch.ts'
import { openAppliance } from '../../../src/keygen/appliance/open-appliance.ts'
import { fitRecipient } from '../../../src/keygen/cms/recipient.ts'
import type { KeyManifest } from '../../../src/keygen/manifest/key-manifest.ts'
import { sha256Of } from '../../../src/keygen/manifest/verify-manifest.ts'
import { runDerkey } from '../../support/run-derkey.ts'
import { openFactory } from '../../ca/openssl.ts'

export const password = 'a password of the workbench'
export const operatingSystem: Wanted = { keep: { kind: 'file' }, entropy: { declared: null, certificate: null, noise: null } }

/** A folder with an appliance, the certificate of a line, and openssl. Remove it in `after`. */
export async function openWorkbench(wanted: Wanted = operatingSystem, pin = password) {
  const factory = openFactory()
  const certify = (name: string, ...more: string[]) => {
    factory.key(name)
    factory.openssl('req', '-x509', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-days', '2', '-out', `${name}.pem`, ...more)
    return derOfPem(readFileSync(factory.file(`${name}.pem`)), ['CERTIFICATE'])[0]
  }
  const line = certify('line')
  const directory = factory.file('appliance')
  const out = factory.file('out')
  mkdirSync(out)
  writeFileSync(factory.file('password'), `${pin}\n`, { mode: 0o600 })
  const { appliance_id } = await initAppliance(directory, wanted, pin)
  const order: KeyOrder = { recipient: fitRecipient({ certificate: line }, Date.now()), certificate: sha256Of(line), request: unnamed }
  return {
    ...factory,
    certify,
    line,
    order,
    directory,
    out,
    appliance_id,
    publicKey: factory.file('appliance/appliance.pub'),
    /** Makes a batch, in this process. */
    make: async (change: Partial<BatchOrder> = {}) => {
      const appliance = await openAppliance(directory, pin)
      try {
        return makeBatch(appliance, { processId: '1', keys: [order, order], out, now: Date.now(), ...change })
      } finally {
        appliance.close()
      }
    },
    /** `derkey keygen appliance`. */
    derkey: (...args: string[]) => runDerkey(['keygen', 'appliance', ...args, '--password-file', factory.file('password'), '--json']),
    manifestIn: (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as KeyManifest,
    /** Names of whole batches, in their order. */
    batches: () => readdirSync(out).filter((name) => !name.startsWith('.')),
    /** What openssl alone makes of a wrapped key. */
    opened: (file: string, recipient = 'line') => {
      const args = ['-inform', 'DER', '-binary', '-recip', `${recipient}.pem`, '-inkey', `${recipient}.key`, '-out', 'opened.der']
      factory.openssl('cms', '-decrypt', '-in', file, ...args)
      return readFileSync(factory.file('opened.der'))
    },
  }
}

export type Workbench = Awaited<ReturnType<typeof openWorkbench>>

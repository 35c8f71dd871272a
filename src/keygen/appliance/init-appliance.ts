import { createPublicKey, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { keyIdOf } from '../../domain/key-id.ts'
import { Problem } from '../../domain/problem.ts'
import { leftOver, writeWhole } from '../../files/write-whole.ts'
import { openToken } from '../../pkcs11/open-token.ts'
import type { TokenName } from '../../pkcs11/open-token.ts'
import { createP256Key } from '../../pkcs11/p256-key.ts'
import { applianceFiles } from './configuration.ts'
import type { ApplianceConfiguration } from './configuration.ts'
import { openLedger } from './ledger.ts'
import { createSigningKey } from './signing-key.ts'
import type { SigningKey } from './signing-key.ts'

/** Its signing key in a file, or in a token. */
export type Wanted = Pick<ApplianceConfiguration, 'entropy'> & {
  readonly keep: { readonly kind: 'file' } | ({ readonly kind: 'pkcs11' } & TokenName)
}

/**
 * Makes an appliance in `directory`: its signing key, the public key to pin, its configuration. Interrupted and called again, it goes on with
 * the key that it had made in a file.
 * @param password of the key's file, or PIN of its token
 * @throws Problem appliance_exists, appliance_password, appliance_ledger_unusable, pkcs11_failed, file_unwritable
 */
export async function initAppliance(directory: string, { keep, entropy }: Wanted, password: string): Promise<ApplianceConfiguration> {
  checkFolder(directory)
  const { key, kept } = await makeKey(directory, keep, password)
  const configuration = { appliance_id: keyIdOf(key.spki), signing_key: kept, entropy }
  const publicKey = createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  writeWhole(join(directory, applianceFiles.publicKey), pem, 0o644, { replace: true })
  // from here on a ledger that is not there is one that was lost
  openLedger(join(directory, applianceFiles.ledger)).close()
  writeWhole(join(directory, applianceFiles.configuration), `${canonicalJson(configuration)}\n`, 0o600)
  return configuration
}

type Kept = ApplianceConfiguration['signing_key']

/** @throws Problem appliance_exists where the folder holds anything but what an interrupted call leaves */
function checkFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Problem('file_unwritable', { field: directory, detail: (cause as Error).message, cause })
  }
  const { key, publicKey, ledger } = applianceFiles
  const begun: readonly string[] = [key, publicKey, ledger, `${ledger}-journal`]
  const other = readdirSync(directory).find((name) => !begun.includes(name) && !leftOver.test(name))
  if (other !== undefined) throw new Problem('appliance_exists', { field: directory, detail: `it holds ${other}` })
}

/** In a token, two appliances never share a key, which would use every number twice: its label is new. */
async function makeKey(directory: string, keep: Wanted['keep'], password: string): Promise<{ key: SigningKey; kept: Kept }> {
  if (keep.kind === 'file') return { key: createSigningKey(directory, password), kept: keep }
  const token = await openToken(keep, password, { write: true, wrongPin: 'appliance_password' })
  try {
    const label = `derkey appliance ${randomBytes(4).toString('hex')}`
    return { key: createP256Key(token, label), kept: { ...keep, label } }
  } finally {
    token.close()
  }
}

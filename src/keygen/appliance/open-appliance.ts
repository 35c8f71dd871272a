import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { keyIdOf } from '../../domain/key-id.ts'
import { Problem } from '../../domain/problem.ts'
import { openToken } from '../../pkcs11/open-token.ts'
import type { Token } from '../../pkcs11/open-token.ts'
import { openP256Key } from '../../pkcs11/p256-key.ts'
import { applianceFiles, readApplianceConfiguration } from './configuration.ts'
import type { ApplianceConfiguration } from './configuration.ts'
import { openLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { openSigningKey } from './signing-key.ts'
import type { SigningKey } from './signing-key.ts'

/** An appliance ready to make keys. */
export type Appliance = {
  readonly configuration: ApplianceConfiguration
  readonly key: SigningKey
  readonly ledger: Ledger
  /** Where its signing key is in a token. */
  readonly token: Token | undefined
  close(): void
}

/**
 * Opens the appliance in `directory`, for one process at a time.
 * @param password of its key's file, or PIN of its token
 * @throws Problem appliance_missing, appliance_invalid, appliance_password, appliance_busy, appliance_ledger_unusable, pkcs11_failed
 */
export async function openAppliance(directory: string, password: string): Promise<Appliance> {
  const configuration = readApplianceConfiguration(directory)
  const { appliance_id, signing_key: kept } = configuration
  const token = kept.kind === 'file' ? undefined : await openToken(kept, password, { write: true, wrongPin: 'appliance_password' })
  try {
    const key = kept.kind === 'file' || token === undefined ? openSigningKey(directory, password) : openP256Key(token, kept.label)
    if (keyIdOf(key.spki) !== appliance_id) {
      throw new Problem('appliance_invalid', { field: directory, detail: `its signing key is not that of ${appliance_id}` })
    }
    const ledger = openLedger(requireFile(join(directory, applianceFiles.ledger)))
    const close = () => {
      ledger.close()
      token?.close()
    }
    return { configuration, key, ledger, token, close }
  } catch (error) {
    token?.close()
    throw error
  }
}

/** An empty ledger in place of one that was lost would use every number again. */
function requireFile(path: string): string {
  if (existsSync(path)) return path
  const detail = 'is not there: restore the newest copy of it, or make a new appliance, whose numbers begin anew'
  throw new Problem('appliance_ledger_unusable', { field: path, detail })
}

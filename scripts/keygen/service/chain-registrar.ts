import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readDeployment } from '../../../src/chain/deployment.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { openKeystore } from '../../../src/chain/keystore.ts'
import { readKeyInfo } from '../../../src/chain/reads/key-info.ts'
import { registerKeys } from '../../../src/chain/register-keys.ts'
import { openRegistry } from '../../../src/chain/registry.ts'
import { createSender } from '../../../src/chain/sender.ts'
import type { Registrar } from '../../../src/keygen/service/ports.ts'
import type { ReadConfiguration } from './read-configuration.ts'

/**
 * The registry as the service needs it. A transaction is journaled before it is sent, so that a service that was killed sends it again and no other.
 * @param data folder of the journal
 * @throws Problem `deployment_invalid`, `chain_unreachable`, `keystore_invalid`, …
 */
export async function openChainRegistrar(
  { rpc, deployment, keystore, passwordFile }: NonNullable<ReadConfiguration['chain']>,
  data: string,
): Promise<Registrar & { readonly name: string; close(): void }> {
  const signer = await openKeystore(keystore, passwordFile)
  const registry = await openRegistry({ rpc, deployment: readDeployment(deployment) })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const journal = openJournal(join(data, 'journal.sqlite'))
  try {
    const sender = await createSender({ client: registry.client, signer, journal })
    await sender.resume()
    return {
      name: registry.name,
      register: async (processId, keyIds) => void (await registerKeys(registry, sender, { processId, keyIds })),
      isRegistered: async (keyId) => {
        const info = await readKeyInfo(registry, keyId)
        return info !== undefined && info.key.status !== 'void'
      },
      close: () => journal.close(),
    }
  } catch (error) {
    journal.close()
    throw error
  }
}

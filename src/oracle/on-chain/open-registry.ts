import { join } from 'node:path'
import { createChainSource } from '../../chain/key-status-source.ts'
import { readDeployment } from '../../chain/deployment.ts'
import { openJournal } from '../../chain/journal.ts'
import { openKeystore } from '../../chain/keystore.ts'
import { openRegistry } from '../../chain/registry.ts'
import type { RpcObserver } from '../../chain/rpc-transport.ts'
import { createSender, type Sender } from '../../chain/sender.ts'
import type { KeyStatusSource } from '../../domain/key-status-source.ts'
import type { OracleConfiguration } from '../configuration.ts'
import type { Registry } from '../registry.ts'
import { registryCalls } from './calls.ts'
import { registryReads, type OnHead } from './reads.ts'
import { registryWrites } from './writes.ts'

export type OpenedRegistry = { readonly registry: Registry; readonly source: KeyStatusSource; close(): void }

/**
 * The registry of the configuration, with its signers and their journal.
 * @throws Problem `deployment_invalid`, `wrong_chain`, `contract_missing`, `chain_unreachable`, `keystore_invalid`, `secret_exposed`, …
 */
export async function openRegistryOf(
  { rpc, deployment: file, signers, data, poll_interval_ms }: OracleConfiguration,
  observe: RpcObserver,
  onHead: OnHead,
): Promise<OpenedRegistry> {
  const chain = await openRegistry({ rpc, deployment: readDeployment(file), observe })
  const closed = new AbortController()
  const journal = openJournal(join(data, 'journal.sqlite'))
  try {
    const senders = new Map<string, Sender>()
    for (const [name, { keystore, password_file }] of Object.entries(signers)) {
      const signer = await openKeystore(keystore, password_file)
      senders.set(name, await createSender({ client: chain.client, signer, journal }))
    }
    const registry = { ...registryReads(chain, onHead), ...registryCalls(chain), ...registryWrites(chain, senders, closed.signal) }
    const close = () => {
      closed.abort()
      journal.close()
    }
    return { registry, source: createChainSource(chain, { pollMs: poll_interval_ms }), close }
  } catch (error) {
    journal.close()
    throw error
  }
}

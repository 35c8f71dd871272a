import { join } from 'node:path'
import { openJournal } from '../../chain/journal.ts'
import { openKeystore } from '../../chain/keystore.ts'
import { openNodes } from '../../chain/nodes.ts'
import { openSender, unlessAway, type OpenSender } from '../../chain/open-sender.ts'
import { registryOf } from '../../chain/registry.ts'
import type { Deployment } from '../../chain/deployment.ts'
import type { RpcObserver } from '../../chain/rpc-transport.ts'
import type { OracleConfiguration } from '../configuration.ts'
import { sendersOf, type SenderOf } from '../on-index/key-history.ts'
import type { Registry } from '../registry.ts'
import { registryCalls } from './calls.ts'
import { registryReads } from './reads.ts'
import { registryWrites } from './writes.ts'

export type OpenedRegistry = { readonly registry: Registry; readonly senderOf: SenderOf; close(): void }

/**
 * The registry of the configuration, with its signers and their journal. Its nodes need not answer yet.
 * @throws Problem `wrong_chain`, `contract_missing`, `chain_forgot`, `keystore_invalid`, `secret_exposed`, …
 */
export async function openRegistryOf(
  { rpc, signers, data }: OracleConfiguration,
  deployment: Deployment,
  observe: RpcObserver,
): Promise<OpenedRegistry> {
  const nodes = openNodes(rpc, { deployment, observe })
  const chain = registryOf(nodes.client, deployment)
  const closed = new AbortController()
  const journal = openJournal(join(data, 'journal.sqlite'))
  const close = () => {
    closed.abort()
    journal.close()
    nodes.close()
  }
  try {
    await unlessAway(nodes.check())
    const senders = new Map<string, OpenSender>()
    for (const [name, { keystore, password_file }] of Object.entries(signers)) {
      const signer = await openKeystore(keystore, password_file)
      senders.set(name, await openSender({ client: chain.client, signer, journal }, { resume: false }))
    }
    const registry = { ...registryReads(chain), ...registryCalls(chain), ...registryWrites(chain, senders, closed.signal) }
    return { registry, senderOf: sendersOf(chain), close }
  } catch (error) {
    close()
    throw error
  }
}

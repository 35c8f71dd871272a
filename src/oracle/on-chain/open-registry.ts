import { join } from 'node:path'
import { isAway } from '../../chain/checked-deployment.ts'
import { openJournal } from '../../chain/journal.ts'
import { openKeystore } from '../../chain/keystore.ts'
import { openNodes } from '../../chain/nodes.ts'
import { registryOf } from '../../chain/registry.ts'
import type { Deployment } from '../../chain/deployment.ts'
import type { RpcObserver } from '../../chain/rpc-transport.ts'
import { createSender, type Sender } from '../../chain/sender.ts'
import type { OracleConfiguration } from '../configuration.ts'
import { sendersOf, type SenderOf } from '../on-index/key-history.ts'
import type { Registry } from '../registry.ts'
import { registryCalls } from './calls.ts'
import { registryReads } from './reads.ts'
import { registryWrites, type OpenSender } from './writes.ts'

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
      const open = once(() => createSender({ client: chain.client, signer, journal }))
      await unlessAway(open())
      senders.set(name, open)
    }
    const registry = { ...registryReads(chain), ...registryCalls(chain), ...registryWrites(chain, senders, closed.signal) }
    return { registry, senderOf: sendersOf(chain), close }
  } catch (error) {
    close()
    throw error
  }
}

/** What a node that is away does not tell is found out when it is first needed. */
async function unlessAway(opened: Promise<unknown>): Promise<void> {
  await opened.catch((error: unknown) => {
    if (!isAway(error)) throw error
  })
}

/** A sender asks its chain when it is made: what failed is tried again the next time. */
function once(open: () => Promise<Sender>): OpenSender {
  let opening: Promise<Sender> | undefined
  return () =>
    (opening ??= open().catch((error: unknown) => {
      opening = undefined
      throw error
    }))
}

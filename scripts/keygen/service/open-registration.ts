import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readDeployment } from '../../../src/chain/deployment.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { openKeystore } from '../../../src/chain/keystore.ts'
import { openNodes } from '../../../src/chain/nodes.ts'
import { openSender, unlessAway } from '../../../src/chain/open-sender.ts'
import { readKeyInfo } from '../../../src/chain/reads/key-info.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import { registryOf, type ChainRegistry } from '../../../src/chain/registry.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { Problem } from '../../../src/domain/problem.ts'
import type { Registrar } from '../../../src/keygen/service/ports.ts'
import type { Registration } from '../../../src/keygen/service/start-worker.ts'
import type { ReadConfiguration } from './read-configuration.ts'

export type OpenedRegistration = { readonly registration: Registration; readonly registry: string | null; close(): void }

/**
 * The chain as the configuration says: to register on, to look into, or not at all. It need not answer yet.
 * @param data folder of the journal
 * @throws Problem `deployment_invalid`, `wrong_chain`, `keystore_invalid`, …
 */
export async function openRegistration(
  { registry: named, signer, listKeys }: Pick<ReadConfiguration, 'registry' | 'signer' | 'listKeys'>,
  data: string,
): Promise<OpenedRegistration> {
  const nothing = () => undefined
  if (named === undefined) return { registration: { by: 'manufacturer', listKeys, registry: undefined }, registry: null, close: nothing }
  const deployment = readDeployment(named.deployment)
  // asks nothing of a node before that has shown that it has this registry, now or later
  const nodes = openNodes([named.rpc], { deployment })
  await unlessAway(nodes.check())
  const registry = registryOf(nodes.client, deployment)
  const isRegistered: Registrar['isRegistered'] = async (keyId) => {
    const info = await readKeyInfo(registry, keyId)
    return info !== undefined && info.key.status !== 'void'
  }
  if (signer === undefined)
    return { registration: { by: 'manufacturer', listKeys, registry: { isRegistered } }, registry: registry.name, close: nothing }
  const { register, close } = await openRegister(registry, signer, data)
  return { registration: { by: 'service', registrar: { register, isRegistered } }, registry: registry.name, close }
}

/** A transaction is journaled before it is sent, so that a service that was killed sends it again and no other. */
async function openRegister(
  registry: ChainRegistry,
  { keystore, passwordFile }: NonNullable<ReadConfiguration['signer']>,
  data: string,
): Promise<Pick<Registrar, 'register'> & { close(): void }> {
  const signer = await openKeystore(keystore, passwordFile)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const journal = openJournal(join(data, 'journal.sqlite'))
  try {
    const sender = await openSender({ client: registry.client, signer, journal }, { resume: true })
    const register: Registrar['register'] = async (processId, keyIds) => {
      // the appliance that made them answers for them
      const { refused } = await registerKeys(registry, [await sender()], { processId, keys: keyListOf(keyIds, true) })
      const [first] = refused
      if (first !== undefined) throw new Problem(first.code, { field: 'key_ids', detail: first.detail })
    }
    return { register, close: () => journal.close() }
  } catch (error) {
    journal.close()
    throw error
  }
}

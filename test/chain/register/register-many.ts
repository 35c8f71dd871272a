/** A process that registers keys, to be killed while it does: RPC URL, journal, private key's file, deployment file, process, name and number of the keys. */
import { readFileSync } from 'node:fs'
import { readDeployment } from '../../../src/chain/deployment.ts'
import { createClient } from '../../../src/chain/client.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import { registryOf } from '../../../src/chain/registry.ts'
import { createSender } from '../../../src/chain/sender.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { keyIds } from './key-ids.ts'

const [rpc, journal, keyFile, deployment, processId, name, count] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]
const registry = registryOf(createClient({ rpc }), readDeployment(deployment))
const signer = signerOf(readFileSync(keyFile, 'utf8') as Hex)
const sender = await createSender({ client: registry.client, signer, journal: openJournal(journal) })
await registerKeys(registry, [sender], { processId, keys: keyListOf(keyIds(name, Number(count))) })

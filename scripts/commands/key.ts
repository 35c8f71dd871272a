import { Command } from '@commander-js/extra-typings'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readKeyInfo } from '../../src/chain/reads/key-info.ts'
import { readKeys, type RegisteredKey } from '../../src/chain/reads/key-list.ts'
import { remedyOf } from '../../src/domain/remedy.ts'
import { passwordFrom } from '../password.ts'
import { keysRegisteredBy } from '../keys/registered-by.ts'
import { onlyKeyId, readKeyFile } from '../read-key-files.ts'
import { passwordFileOption } from '../open-signer.ts'
import { found, linesOf, openRegistryOf, outputOf, reader } from '../registry-command.ts'
import { keyHistory } from './key-history.ts'
import { keyInstallCommands } from './key-install.ts'
import { keyOffer } from './key-offer.ts'
import { keyRegister } from './key-register.ts'
import { keyRotateCommands } from './key-rotate.ts'
import { keyStatusCommands } from './key-status.ts'
import { keyVerify } from './key-verify.ts'

const id = new Command('id')
  .description('the key id of every key in files: certificates, CSRs, public keys, PEM bundles, CSV lists, PKCS#12')
  .argument('<file...>', 'files or folders')
  .addOption(passwordFileOption)
  .action((files, { passwordFile }, command) => {
    const password = passwordFile === undefined ? undefined : passwordFrom(passwordFile)
    const keys = files.flatMap((file) => readKeyFile(file, password))
    const rows = keys.map(({ key_id, file, position, source, proof_of_possession }) => ({
      key_id,
      file,
      position,
      source,
      proof_of_possession,
    }))
    outputOf(command).answer(
      rows,
      rows.map(({ key_id }) => key_id),
    )
  })

const show = reader('show', 'all that is known of a key (get_key_info, table 10)')
  .argument('<key-id-or-file>', 'a key id, or a file that holds the key')
  .action(async (given, options, command) => {
    const keyId = onlyKeyId(given)
    const info = found(await readKeyInfo(await openRegistryOf(options), keyId), 'key_unknown', keyId)
    const document = { ...info, remedy: remedyOf(info) }
    outputOf(command).answer(document, linesOf(document))
  })

const list = reader('list', 'keys as they were registered, oldest first')
  .option('--process <process-id>', 'only under this process')
  .option('--lot <lot-id>', 'only in this lot')
  .option('--owner <entity-id>', 'only those that this entity registered')
  .option('--registered-by <account>', 'or: what an account registered,')
  .option('--from <time>', 'from this time, RFC 3339 in UTC,')
  .option('--until <time>', 'to this time')
  .action(async ({ process: processId, lot: lotId, owner: ownerId, registeredBy, from, until, ...options }, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const keys: RegisteredKey[] = []
    if (registeredBy !== undefined) keys.push(...(await keysRegisteredBy(registry, { registeredBy, from, until })))
    else for await (const key of readKeys(registry, { processId, lotId, ownerId }, block)) keys.push(key)
    outputOf(command).list(keys, ['key_id', 'process_id', 'lot_id', 'account', 'block'])
  })

export const key = new Command('key').description('keys (table 4)')
for (const verb of [id, keyRegister, keyVerify, show, list, keyHistory, keyOffer]) key.addCommand(verb)
for (const verb of [...keyInstallCommands, ...keyRotateCommands, ...keyStatusCommands]) key.addCommand(verb)

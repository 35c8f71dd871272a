import { Command, Option } from '@commander-js/extra-typings'
import { installKeys, replaceKey, returnKeys, setInstaller } from '../../src/chain/calls/installation-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readInstallers } from '../../src/chain/reads/relations.ts'
import { returnWays } from '../../src/domain/enumerations.ts'
import { entityIdField } from '../../src/domain/fields.ts'
import { countOf, sendBatches } from '../keys/send-batches.ts'
import { parseArgument } from '../parse-argument.ts'
import { keyIdsOf, onlyKeyId } from '../read-key-files.ts'
import { acting, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'

const keysArgument = ['<key-id-or-file...>', 'key ids, or files that hold keys'] as const

const install = writer('install', 'records that devices are at work at an end customer’s; by the keys’ owner or an installer that it named')
  .argument(...keysArgument)
  .action((given, options, command) =>
    acting(options, async (here) => {
      const keyIds = keyIdsOf(given)
      const written = await sendBatches(here, outputOf(command), keyIds, (batch) => installKeys(here.contracts, batch))
      outputOf(command).answer({ key_ids: keyIds, transactions: written }, `${countOf(keyIds.length)} installed`)
    }),
  )

const giveBack = writer('return', 'records that installed devices came back; by the keys’ owner or an installer that it named')
  .argument(...keysArgument)
  .addOption(new Option('--way <way>', 'to the owner that they have, or to be sold to another').choices(returnWays).makeOptionMandatory())
  .action((given, options, command) =>
    acting(options, async (here) => {
      const keyIds = keyIdsOf(given)
      const written = await sendBatches(here, outputOf(command), keyIds, (batch) => returnKeys(here.contracts, batch, options.way))
      const document = { key_ids: keyIds, way: options.way, transactions: written }
      outputOf(command).answer(document, `${countOf(keyIds.length)} taken back (${options.way})`)
    }),
  )

const replace = writer('replace', 'records that a device was replaced by another one; by the keys’ owner or an installer that it named')
  .argument('<key-id-or-file>', 'the key of the device that came back')
  .requiredOption('--by <key-id-or-file>', 'the key of the device that is installed where it was')
  .action((given, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const [keyId, replacementId] = [onlyKeyId(given), onlyKeyId(options.by)]
      const written = await act(replaceKey(contracts, keyId, replacementId))
      report(outputOf(command), { ...written, key_ids: [keyId, replacementId] }, `${keyId} replaced by ${replacementId}`)
    }),
  )

const entityOf = (text: string) => parseArgument('entity_id', entityIdField, text)

const name = writer('name', 'lets an installer install one’s keys, and take them back')
  .argument('<entity-id>', 'the installer')
  .action((id, options, command) =>
    acting(options, async ({ contracts, act }) => {
      report(outputOf(command), await act(setInstaller(contracts, entityOf(id), true)), `${id} may install your keys`)
    }),
  )

const withdraw = writer('withdraw', 'takes that back')
  .argument('<entity-id>', 'the installer')
  .action((id, options, command) =>
    acting(options, async ({ contracts, act }) => {
      report(outputOf(command), await act(setInstaller(contracts, entityOf(id), false)), `${id} may not install your keys`)
    }),
  )

const list = reader('list', 'the installers that an entity named')
  .argument('<entity-id>', 'the owner of keys')
  .action(async (id, options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    outputOf(command).list(await readInstallers(registry, entityOf(id), block), ['entity_id', 'block'])
  })

const installer = new Command('installer').description('who may install one’s keys')
for (const verb of [name, withdraw, list]) installer.addCommand(verb)

/** `derkey key install`, `return`, `replace`, `installer …` */
export const keyInstallCommands = [install, giveBack, replace, installer]

import { Command, Option } from '@commander-js/extra-typings'
import { setLotState } from '../../src/chain/calls/key-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readLots } from '../../src/chain/reads/lists.ts'
import { readLot } from '../../src/chain/reads/lot.ts'
import { keyReasons } from '../../src/domain/enumerations.ts'
import { recordIdField } from '../../src/domain/fields.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, found, linesOf, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'

const idOf = (text: string) => parseArgument('lot_id', recordIdField, text)

const show = reader('show', 'shows a lot')
  .argument('<lot-id>', 'the lot')
  .action(async (id, options, command) => {
    const record = found(await readLot(await openRegistryOf(options), idOf(id)), 'lot_unknown', id)
    outputOf(command).answer(record, linesOf(record))
  })

const list = reader('list', 'lists the lots')
  .option('--process <process-id>', 'only of this process')
  .option('--owner <entity-id>', 'only of this owner')
  .action(async ({ process, owner, ...options }, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const records = (await readLots(registry, block)).filter(
      (record) =>
        (process === undefined || record.process_id === process) && (owner === undefined || record.owner_id === owner.toLowerCase()),
    )
    outputOf(command).list(records, ['lot_id', 'process_id', 'owner_id', 'key_count', 'state', 'created_at'])
  })

const suspend = writer('suspend', 'suspends a lot, and so all its keys; by programme manager or regulator')
  .argument('<lot-id>', 'the lot')
  .addOption(new Option('--reason <reason>', 'a reason of RFC 5280').choices(keyReasons).default('unspecified' as const))
  .action((id, options, command) =>
    acting(options, async ({ contracts, act, supervisor }) => {
      const call = setLotState(contracts, await supervisor(), idOf(id), 'suspended', options.reason)
      report(outputOf(command), await act(call), `lot ${id} suspended`)
    }),
  )

const reinstate = writer('reinstate', 'takes a suspension back; by the same authority or a higher one')
  .argument('<lot-id>', 'the lot')
  .action((id, options, command) =>
    acting(options, async ({ contracts, act, supervisor }) => {
      const call = setLotState(contracts, await supervisor(), idOf(id), 'active', 'unspecified')
      report(outputOf(command), await act(call), `lot ${id} reinstated`)
    }),
  )

export const lot = new Command('lot').description('lots: keys that are made and shipped together')
for (const verb of [show, list, suspend, reinstate]) lot.addCommand(verb)

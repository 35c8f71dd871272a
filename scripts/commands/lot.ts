import { Command } from '@commander-js/extra-typings'
import { offerLot } from '../../src/chain/calls/offer-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readLots } from '../../src/chain/reads/lists.ts'
import { readLot } from '../../src/chain/reads/lot.ts'
import { entityIdField, recordIdField } from '../../src/domain/fields.ts'
import { lotIdOf } from '../keys/lot-id-of.ts'
import { countOf } from '../keys/send-batches.ts'
import { readTerm } from '../keys/read-term.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, found, linesOf, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'
import { lotStatusCommands } from './lot-status.ts'

const show = reader('show', 'shows a lot')
  .argument('<lot-id>', 'the lot')
  .action(async (id, options, command) => {
    const record = found(await readLot(await openRegistryOf(options), lotIdOf(id)), 'lot_unknown', id)
    outputOf(command).answer(record, linesOf(record))
  })

const list = reader('list', 'lists the lots')
  .option('--process <process-id>', 'only of this process')
  .option('--owner <entity-id>', 'only of this owner')
  .action(async ({ process, owner, ...options }, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const processId = process === undefined ? undefined : parseArgument('process', recordIdField, process)
    const ownerId = owner === undefined ? undefined : parseArgument('owner', entityIdField, owner)
    const records = (await readLots(registry, block)).filter(
      ({ process_id, owner_id }) => (processId ?? process_id) === process_id && (ownerId ?? owner_id) === owner_id,
    )
    outputOf(command).list(records, [
      'lot_id',
      'process_id',
      'owner_id',
      'key_count',
      'follower_count',
      'state',
      'owner_state',
      'created_at',
    ])
  })

const offer = writer('offer', 'offers a lot with the keys that follow it to another entity; by its owner')
  .argument('<lot-id>', 'the lot')
  .requiredOption('--to <entity-id>', 'who is to own them')
  .option('--until <time>', 'RFC 3339 in UTC; without it, 30 days')
  .action((id, options, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const toId = parseArgument('to', entityIdField, options.to)
      const expires_at = await readTerm(registry, options.until)
      const written = await act(offerLot(contracts, lotIdOf(id), toId, expires_at))
      const { offer_id, moved = 0, others = 0 } = written
      const document = { ...written, to_id: toId, expires_at, accepted_in_advance: offer_id === undefined }
      const stayed = others === 0 ? '' : `; ${countOf(others)} of it went another way before, and did not`
      const text =
        offer_id === undefined
          ? `lot ${id} with ${countOf(moved)} to ${toId}, accepted in advance${stayed}`
          : `lot ${id} to ${toId}: offer ${offer_id}, until ${expires_at}`
      report(outputOf(command), document, text)
    }),
  )

export const lot = new Command('lot').description('lots: keys that are made and shipped together')
for (const verb of [show, list, offer, ...lotStatusCommands]) lot.addCommand(verb)

import { readBlock } from '../../src/chain/reads/block.ts'
import { readKeyHistory } from '../../src/chain/reads/key-history.ts'
import type { KeyEvent } from '../../src/domain/key-history.ts'
import { Problem } from '../../src/domain/problem.ts'
import { table } from '../output.ts'
import { onlyKeyId } from '../read-key-files.ts'
import { openRegistryOf, outputOf, reader } from '../registry-command.ts'

/** `derkey key history` */
export const keyHistory = reader('history', 'what happened to a key, and who owned it, oldest first; from the chain alone')
  .argument('<key-id-or-file>', 'a key id, or a file that holds the key')
  .action(async (given, options, command) => {
    const keyId = onlyKeyId(given)
    const registry = await openRegistryOf(options)
    const as_of = await readBlock(registry.client)
    const { events, owners } = await readKeyHistory(registry, keyId, as_of.block)
    if (events.length === 0) throw new Problem('key_unknown', { detail: `${keyId} is not in the registry` })
    const rows = events.map((event) => ({ ...event, what: whatOf(event) }))
    outputOf(command).answer({ key_id: keyId, events, owners, as_of }, [
      table(rows, ['block', 'time', 'event', 'what', 'by', 'sent_by', 'transaction']),
      '',
      table(owners, ['owner_id', 'since', 'block', 'until', 'by']),
    ])
  })

/** The event's particulars, in a few words. */
function whatOf(event: KeyEvent): string {
  const { status, state, reason, way, owner_id, from_id, process_id, lot_id, offer_id, expires_at } = event
  const { replaced_id, replacement_id, successor_id, predecessor_id, superseded_at, signature_verified } = event
  const words: readonly (string | false | undefined)[] = [
    status ?? state,
    way,
    reason,
    process_id && `process ${process_id}`,
    lot_id && `lot ${lot_id}`,
    offer_id && `offer ${offer_id}`,
    from_id && `from ${from_id}`,
    owner_id && `${from_id === undefined ? 'owner' : 'to'} ${owner_id}`,
    expires_at && `until ${expires_at}`,
    replacement_id && `by ${replacement_id}`,
    replaced_id && `in place of ${replaced_id}`,
    successor_id && `successor ${successor_id}`,
    predecessor_id && `predecessor ${predecessor_id}`,
    superseded_at && `superseded at ${superseded_at}`,
    signature_verified !== undefined && `signature verified: ${signature_verified ? 'yes' : 'no'}`,
  ]
  return words.filter((word) => typeof word === 'string').join(', ')
}

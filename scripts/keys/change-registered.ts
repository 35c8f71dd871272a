import { setKeyStatus, type KeyAuthority } from '../../src/chain/calls/key-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readKeyRecords } from '../../src/chain/reads/key.ts'
import type { Authority, KeyReason } from '../../src/domain/enumerations.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { passedOver, type PassedOver } from '../../src/domain/passed-over.ts'
import type { Output } from '../output.ts'
import { startProgress } from '../progress.ts'
import type { Acting, Written } from '../registry-command.ts'
import { actorOf } from './actor-of.ts'
import { keysRegisteredBy, type RegisteredBy } from './registered-by.ts'
import { countOf, sendBatches } from './send-batches.ts'
import type { KeyVerb } from './verbs.ts'

export type ChangedRegistered = {
  readonly found: number
  readonly passed_over: Readonly<Partial<Record<PassedOver, number>>>
  readonly key_ids: readonly Hex[]
  readonly transactions: readonly Written[]
}

/**
 * Everything that an account registered between two times, such as a line whose key was stolen. What an earlier, interrupted call did is
 * passed over, and so is what the actor has no right to change; both are counted.
 */
export async function changeRegistered(
  here: Acting,
  output: Output,
  which: RegisteredBy,
  { status }: KeyVerb,
  authority: Authority & KeyAuthority,
  reason: KeyReason,
): Promise<ChangedRegistered> {
  const { registry, contracts } = here
  const registered = await keysRegisteredBy(registry, which)
  output.note(`${countOf(registered.length)} registered by ${which.registeredBy} from ${which.from} to ${which.until}`)
  const { block } = await readBlock(registry.client)
  const progress = startProgress(registered.length, 'keys read')
  const ids = registered.map(({ key_id }) => key_id)
  const records = await readKeyRecords(registry, ids, block, (done) => progress.update(done)).finally(() => progress.stop())
  const actor = await actorOf(here, authority, records, block)

  const counts: Partial<Record<PassedOver, number>> = {}
  const wanted: Hex[] = []
  for (const record of records) {
    const cause = passedOver(record, status, actor)
    if (cause === undefined) wanted.push(record.key_id as Hex)
    else counts[cause] = (counts[cause] ?? 0) + 1
  }
  const transactions = await sendBatches(here, output, wanted, (batch) => setKeyStatus(contracts, authority, batch, status, reason))
  return { found: registered.length, passed_over: counts, key_ids: transactions.flatMap(({ key_ids = [] }) => key_ids), transactions }
}

const words: Readonly<Record<PassedOver, string>> = {
  done: 'so already',
  final: 'ended before',
  higher_authority: 'suspended by a higher authority',
  other_owner: 'of other owners by now: the process’s owner can report them (`derkey key report`)',
  other_process: 'of other owners’ processes',
  own: 'your own: act as their owner',
}

/** Of people: what was passed over, and why. */
export function linesOfPassedOver(counts: ChangedRegistered['passed_over']): string[] {
  return (Object.keys(words) as PassedOver[]).flatMap((cause) =>
    counts[cause] === undefined ? [] : [`passed over: ${counts[cause]} ${words[cause]}`],
  )
}

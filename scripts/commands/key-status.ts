import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { readKeyRecords } from '../../src/chain/reads/key.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { KeyRecord } from '../../src/domain/records.ts'
import { sendBatches } from '../keys/send-batches.ts'
import { keyVerbs, type KeyVerb } from '../keys/verbs.ts'
import { proposeDraft, proposer } from '../motions/propose-draft.ts'
import { voidKeysDraft } from '../motions/record-drafts.ts'
import { keyIdsOf } from '../read-key-files.ts'
import { reasonOption } from '../reason-option.ts'
import { acting, outputOf, writer } from '../registry-command.ts'

const makeVoid = proposer('void', 'makes entries void that were mistakes')
  .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
  .addOption(reasonOption())
  .action((given, options, command) =>
    proposeDraft(options, command, ({ deployment }) => voidKeysDraft(deployment.contracts, keyIdsOf(given), options.reason)),
  )

/** `derkey key suspend`, `reinstate`, `revoke`, … */
export const keyStatusCommands = [...keyVerbs.map(statusCommand), makeVoid]

/** How many of the keys that did not change are explained. */
const mostExplained = 5

function statusCommand({ name, ofKeys, status, as }: KeyVerb) {
  return writer(name, ofKeys)
    .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
    .addOption(reasonOption())
    .action((given, options, command) =>
      acting(options, async (here) => {
        const { contracts, registry } = here
        const authority = await as(here)
        const output = outputOf(command)
        const keyIds = keyIdsOf(given)
        const call = (batch: readonly Hex[]) => setKeyStatus(contracts, authority, batch, status, options.reason)
        const written = await sendBatches(here, output, keyIds, call)
        const changed = new Set(written.flatMap(({ key_ids = [] }) => key_ids))
        const others = keyIds.filter((keyId) => !changed.has(keyId))
        const kept = await readKeyRecords(registry, others.slice(0, mostExplained))
        const document = { status, by: authority, key_ids: [...changed], unchanged: others.length, kept, transactions: written }
        output.answer(document, [`${changed.size} of ${keyIds.length} keys set to ${status} by ${authority}`, ...kept.map(whyKept)])
      }),
    )
}

function whyKept({ key_id, status, status_by, status_since, status_reason }: KeyRecord): string {
  const who = status_by === null ? '' : ` by ${status_by}`
  const why = status_reason === null ? '' : ` (${status_reason})`
  return `${key_id} was ${status} already, since ${status_since}${who}${why}`
}

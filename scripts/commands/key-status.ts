import { keysPerCall, setKeyStatus, type KeyAuthority } from '../../src/chain/calls/key-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readKeyRecords } from '../../src/chain/reads/key.ts'
import type { Authority, KeyReason } from '../../src/domain/enumerations.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import type { KeyRecord } from '../../src/domain/records.ts'
import { requireChangeable } from '../../src/domain/require-changeable.ts'
import { actorOf } from '../keys/actor-of.ts'
import { changeLot } from '../keys/change-lot.ts'
import { changeRegistered, linesOfPassedOver } from '../keys/change-registered.ts'
import { lotIdOf } from '../keys/lot-id-of.ts'
import type { RegisteredBy } from '../keys/registered-by.ts'
import { sendBatches } from '../keys/send-batches.ts'
import { keyVerbs, type KeyVerb } from '../keys/verbs.ts'
import { proposeDraft, proposer } from '../motions/propose-draft.ts'
import { voidKeysDraft } from '../motions/record-drafts.ts'
import type { Output } from '../output.ts'
import { keyIdsOf } from '../read-key-files.ts'
import { reasonOption } from '../reason-option.ts'
import { acting, outputOf, writer, type Acting } from '../registry-command.ts'

const makeVoid = proposer('void', 'makes entries void that were mistakes')
  .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
  .addOption(reasonOption())
  .action((given, options, command) =>
    proposeDraft(options, command, ({ deployment }) => voidKeysDraft(deployment.contracts, keyIdsOf(given), options.reason)),
  )

/** `derkey key suspend`, `reinstate`, `revoke`, … */
export const keyStatusCommands = [...keyVerbs.map(statusCommand), makeVoid]

type Change = { readonly verb: KeyVerb; readonly as: Authority & KeyAuthority; readonly reason: KeyReason }

function statusCommand(verb: KeyVerb) {
  return writer(verb.name, verb.ofKeys)
    .argument('[key-id-or-file...]', 'key ids, or files that hold keys')
    .option('--lot <lot-id>', 'or: the keys of a lot, in one record')
    .option('--registered-by <account>', 'or: everything that an account registered,')
    .option('--from <time>', 'from this time, RFC 3339 in UTC,')
    .option('--until <time>', 'to this time')
    .addOption(reasonOption())
    .action((given, { lot, registeredBy, from, until, reason, ...options }, command) =>
      acting(options, async (here) => {
        const output = outputOf(command)
        const which = { registeredBy, from, until }
        const byAccount = Object.values(which).some((value) => value !== undefined)
        requireOneWay([given.length > 0, lot !== undefined, byAccount])
        if (lot !== undefined) return changeLot(here, output, verb, reason, lotIdOf(lot))
        const change = { verb, as: await verb.as(here), reason }
        if (byAccount) await changeRegisteredBy(here, output, change, which)
        else await changeKeys(here, output, change, keyIdsOf(given))
      }),
    )
}

/** @throws Problem `invalid_input` */
function requireOneWay(ways: readonly boolean[]): void {
  if (ways.filter(Boolean).length === 1) return
  const detail = 'name keys, or --lot, or --registered-by with --from and --until: one of the three'
  throw new Problem('invalid_input', { field: 'key-id-or-file', detail })
}

async function changeRegisteredBy(here: Acting, output: Output, { verb, as, reason }: Change, which: RegisteredBy) {
  const result = await changeRegistered(here, output, which, verb, as, reason)
  const text = `${result.key_ids.length} of ${result.found} keys set to ${verb.status} by ${as}`
  output.answer({ status: verb.status, by: as, ...result }, [text, ...linesOfPassedOver(result.passed_over)])
}

/** How many of the keys that did not change are explained. */
const mostExplained = 5

async function changeKeys(here: Acting, output: Output, { verb: { status }, as, reason }: Change, keyIds: readonly Hex[]) {
  const { contracts, registry } = here
  if (keyIds.length > keysPerCall) {
    const { block } = await readBlock(registry.client)
    const records = await readKeyRecords(registry, keyIds, block)
    requireChangeable(keyIds, records, status, await actorOf(here, as, records, block))
  }
  const written = await sendBatches(here, output, keyIds, (batch) => setKeyStatus(contracts, as, batch, status, reason))
  const changed = new Set(written.flatMap(({ key_ids = [] }) => key_ids))
  const others = keyIds.filter((keyId) => !changed.has(keyId))
  const kept = await readKeyRecords(registry, others.slice(0, mostExplained))
  const document = { status, by: as, key_ids: [...changed], unchanged: others.length, kept, transactions: written }
  output.answer(document, [`${changed.size} of ${keyIds.length} keys set to ${status} by ${as}`, ...kept.map(whyKept)])
}

function whyKept({ key_id, status, status_by, status_since, status_reason }: KeyRecord): string {
  const who = status_by === null ? '' : ` by ${status_by}`
  const why = status_reason === null ? '' : ` (${status_reason})`
  return `${key_id} was ${status} already, since ${status_since}${who}${why}`
}

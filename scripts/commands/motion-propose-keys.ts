import { moveKeysDraft, moveLotDraft, reinstateKeysDraft, reinstateLotDraft } from '../motions/key-drafts.ts'
import { proposeDraft, template } from '../motions/propose-draft.ts'
import { keyIdsOf } from '../read-key-files.ts'

const moveKeys = template('move-keys', 'moves keys of an insolvent or suspended owner to another entity')
  .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
  .requiredOption('--from <entity-id>', 'whose they are')
  .requiredOption('--to <entity-id>', 'whose they are to be')
  .action((given, { from, to, ...options }, command) =>
    proposeDraft(options, command, ({ deployment }) => moveKeysDraft(deployment.contracts, keyIdsOf(given), from, to)),
  )

const moveLot = template('move-lot', 'moves a lot of an insolvent or suspended owner, and the keys that follow it, to another entity')
  .argument('<lot-id>', 'the lot')
  .requiredOption('--to <entity-id>', 'whose it is to be')
  .action((id, { to, ...options }, command) =>
    proposeDraft(options, command, ({ deployment }) => moveLotDraft(deployment.contracts, id, to)),
  )

const reinstateKeys = template('reinstate-keys', 'takes back suspensions of keys, whoever suspended them: an appeal')
  .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
  .action((given, options, command) =>
    proposeDraft(options, command, ({ deployment }) => reinstateKeysDraft(deployment.contracts, keyIdsOf(given))),
  )

const reinstateLot = template('reinstate-lot', 'takes back the suspension of a lot, whoever suspended it: an appeal')
  .argument('<lot-id>', 'the lot')
  .action((id, options, command) => proposeDraft(options, command, ({ deployment }) => reinstateLotDraft(deployment.contracts, id)))

/** `derkey motion propose move-keys`, `reinstate-keys`, … */
export const keyMotions = [moveKeys, moveLot, reinstateKeys, reinstateLot]

import { Option } from '@commander-js/extra-typings'
import { keysPerCall, setKeyStatus, type KeyAuthority, type KeyChange } from '../../src/chain/calls/key-calls.ts'
import { readRolesOf } from '../../src/chain/reads/roles.ts'
import { keyReasons } from '../../src/domain/enumerations.ts'
import { proposeDraft, proposer } from '../motions/propose-draft.ts'
import { voidKeysDraft } from '../motions/record-drafts.ts'
import { keyIdsOf } from '../read-key-files.ts'
import { acting, outputOf, writer, type Acting, type Written } from '../registry-command.ts'

type Verb = {
  readonly name: string
  readonly description: string
  readonly status: KeyChange
  readonly as: (acting: Acting) => Promise<KeyAuthority>
}

/** Supervisors use their own functions; everybody else is taken for the owner, and the contract says if that is wrong. */
const supervisorOrOwner = async ({ registry, sender }: Acting): Promise<KeyAuthority> => {
  const roles = await readRolesOf(registry, sender.address)
  if (roles.includes('PROGRAMME_MANAGER')) return 'programme_manager'
  return roles.includes('REGULATOR') ? 'regulator' : 'owner'
}
const always = (authority: KeyAuthority) => () => Promise.resolve(authority)

const verbs: readonly Verb[] = [
  { name: 'suspend', description: 'suspends keys; by their owner or a supervisor', status: 'suspended', as: supervisorOrOwner },
  { name: 'reinstate', description: 'takes a suspension back; by the same or a higher authority', status: 'active', as: supervisorOrOwner },
  { name: 'revoke', description: 'revokes keys; final; by their owner', status: 'revoked', as: always('owner') },
  { name: 'retire', description: 'decommissions keys (eol); final; by their owner', status: 'eol', as: always('owner') },
  {
    name: 'report',
    description: 'reports keys that others own as compromised: suspends them; by the process’s owner',
    status: 'suspended',
    as: always('process_owner'),
  },
  { name: 'withdraw-report', description: 'takes a report back; by the process’s owner', status: 'active', as: always('process_owner') },
]

const reasonOption = () => new Option('--reason <reason>', 'a reason of RFC 5280').choices(keyReasons).default('unspecified' as const)

const makeVoid = proposer('void', 'makes entries void that were mistakes')
  .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
  .addOption(reasonOption())
  .action((given, options, command) =>
    proposeDraft(options, command, ({ deployment }) => voidKeysDraft(deployment.contracts, keyIdsOf(given), options.reason)),
  )

/** `derkey key suspend`, `reinstate`, `revoke`, … */
export const keyStatusCommands = [...statusCommands(), makeVoid]

function statusCommands() {
  return verbs.map(({ name, description, status, as }) =>
    writer(name, description)
      .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
      .addOption(reasonOption())
      .action((given, options, command) =>
        acting(options, async (here) => {
          const keyIds = keyIdsOf(given)
          const authority = await as(here)
          const written: Written[] = []
          for (let start = 0; start < keyIds.length; start += keysPerCall) {
            const batch = keyIds.slice(start, start + keysPerCall)
            written.push(await here.act(setKeyStatus(here.contracts, authority, batch, status, options.reason)))
          }
          const changed = written.flatMap(({ key_ids = [] }) => key_ids)
          const document = { status, by: authority, key_ids: changed, unchanged: keyIds.length - changed.length, transactions: written }
          outputOf(command).answer(document, `${changed.length} of ${keyIds.length} keys set to ${status} by ${authority}`)
        }),
      ),
  )
}

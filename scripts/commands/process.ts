import { Command, Option } from '@commander-js/extra-typings'
import {
  createProcess,
  grantRegistration,
  nameLineAccount,
  setProcessState,
  withdrawGrant,
  withdrawLineAccount,
} from '../../src/chain/calls/process-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readProcesses } from '../../src/chain/reads/lists.ts'
import { readProcess } from '../../src/chain/reads/process.ts'
import { keyReasons } from '../../src/domain/enumerations.ts'
import { recordIdField } from '../../src/domain/fields.ts'
import { createProcessInput, grantInput, lineAccountInput } from '../../src/domain/inputs/process.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { proposeDraft, proposer } from '../motions/propose-draft.ts'
import { revokeProcessDraft } from '../motions/record-drafts.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, found, linesOf, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'

const idArgument = ['<process-id>', 'the process'] as const
const idOf = (text: string) => parseArgument('process_id', recordIdField, text)
const entityOf = (text: string) => parseInput(grantInput, { entity_id: text }).entity_id
const accountOf = (text: string) => parseInput(lineAccountInput, { account: text }).account
const reasonOption = new Option('--reason <reason>', 'a reason of RFC 5280').choices(keyReasons).default('unspecified' as const)

const create = writer('create', 'creates a process (table 5); by its owner, or by an assessor on its behalf')
  .option('--owner <entity-id>', 'on whose behalf; without it, for oneself')
  .action((options, command) =>
    acting(options, async ({ contracts, act }) => {
      const owner = options.owner === undefined ? undefined : parseInput(createProcessInput, { owner_id: options.owner }).owner_id
      const written = await act(createProcess(contracts, owner))
      report(outputOf(command), written, `process ${written.process_id} created`)
    }),
  )

const show = reader('show', 'shows a process')
  .argument(...idArgument)
  .action(async (id, options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const record = found(await readProcess(registry, idOf(id), block), 'process_unknown', id)
    outputOf(command).answer(record, linesOf(record))
  })

const list = reader('list', 'lists the processes')
  .option('--owner <entity-id>', 'only those of this entity')
  .action(async (options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const owner = options.owner === undefined ? undefined : parseInput(createProcessInput, { owner_id: options.owner }).owner_id
    const records = (await readProcesses(registry, block)).filter(({ owner_id }) => owner === undefined || owner_id === owner)
    outputOf(command).list(records, ['process_id', 'owner_id', 'key_generation_id', 'key_protection_id', 'state', 'created_at'])
  })

const grant = writer('grant', 'lets another entity register keys under the process; by its owner')
  .argument(...idArgument)
  .argument('<entity-id>', 'the entity')
  .action((id, entityId, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const call = grantRegistration(contracts, idOf(id), entityOf(entityId))
      report(outputOf(command), await act(call), `${entityId} may register under process ${id}`)
    }),
  )

const withdraw = writer('withdraw-grant', 'takes that back; by its owner')
  .argument(...idArgument)
  .argument('<entity-id>', 'the entity')
  .action((id, entityId, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const call = withdrawGrant(contracts, idOf(id), entityOf(entityId))
      report(outputOf(command), await act(call), `${entityId} may not register under process ${id}`)
    }),
  )

const nameAccount = writer('name-account', 'names an account of the production line that registers in one’s name; by owner or grantee')
  .argument(...idArgument)
  .argument('<account>', 'the account')
  .action((id, account, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const call = nameLineAccount(contracts, idOf(id), accountOf(account))
      report(outputOf(command), await act(call), `${account} registers under process ${id}`)
    }),
  )

const withdrawAccount = writer('withdraw-account', 'takes that back; by who named it')
  .argument(...idArgument)
  .argument('<account>', 'the account')
  .action((id, account, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const call = withdrawLineAccount(contracts, idOf(id), accountOf(account))
      report(outputOf(command), await act(call), `${account} does not register under process ${id} any more`)
    }),
  )

const suspend = writer('suspend', 'suspends a process, and so all its keys; by programme manager or regulator')
  .argument(...idArgument)
  .addOption(reasonOption)
  .action((id, options, command) =>
    acting(options, async ({ contracts, act, supervisor }) => {
      const call = setProcessState(contracts, await supervisor(), idOf(id), 'suspended', options.reason)
      report(outputOf(command), await act(call), `process ${id} suspended`)
    }),
  )

const reinstate = writer('reinstate', 'takes a suspension back; by the same authority or a higher one')
  .argument(...idArgument)
  .action((id, options, command) =>
    acting(options, async ({ contracts, act, supervisor }) => {
      const call = setProcessState(contracts, await supervisor(), idOf(id), 'active', 'unspecified')
      report(outputOf(command), await act(call), `process ${id} reinstated`)
    }),
  )

const revoke = proposer('revoke', 'revokes a process, and so all its keys; final')
  .argument(...idArgument)
  .addOption(reasonOption)
  .action((id, options, command) =>
    proposeDraft(options, command, ({ deployment }) => revokeProcessDraft(deployment.contracts, id, options.reason)),
  )

export const process = new Command('process').description('processes that make and provision keys (table 5)')
for (const verb of [create, show, list, grant, withdraw, nameAccount, withdrawAccount, suspend, reinstate, revoke]) process.addCommand(verb)

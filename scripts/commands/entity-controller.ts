import { Command } from '@commander-js/extra-typings'
import { acceptController, cancelControllerReplacement, proposeController, replaceController } from '../../src/chain/calls/entity-calls.ts'
import { entityIdField } from '../../src/domain/fields.ts'
import { lineAccountInput } from '../../src/domain/inputs/process.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, outputOf, report, writer } from '../registry-command.ts'

const idOf = (text: string) => parseArgument('entity_id', entityIdField, text)
const accountOf = (text: string) => parseInput(lineAccountInput, { account: text }).account

const propose = writer('propose', 'proposes another account to act for the entity; by its present one')
  .argument('<account>', 'the new account')
  .action((account, options, command) =>
    acting(options, async ({ contracts, act }) =>
      report(outputOf(command), await act(proposeController(contracts, accountOf(account))), `${account} proposed`),
    ),
  )

const accept = writer('accept', 'takes over an entity; by the proposed account')
  .argument('<entity-id>', 'the entity')
  .action((id, options, command) =>
    acting(options, async ({ contracts, act, sender }) =>
      report(outputOf(command), await act(acceptController(contracts, idOf(id))), `${sender.address} acts for ${id} now`),
    ),
  )

const cancel = writer('cancel', 'calls off what was proposed, also by the registrar; by the present account').action((options, command) =>
  acting(options, async ({ contracts, act }) =>
    report(outputOf(command), await act(cancelControllerReplacement(contracts)), 'the change of controller is called off'),
  ),
)

const replace = writer('replace', 'begins to replace a lost account: the new one can accept after seven days; by the registrar')
  .argument('<entity-id>', 'the entity')
  .argument('<account>', 'the new account')
  .action((id, account, options, command) =>
    acting(options, async ({ contracts, act }) =>
      report(
        outputOf(command),
        await act(replaceController(contracts, idOf(id), accountOf(account))),
        `${account} can accept in seven days`,
      ),
    ),
  )

/** `derkey entity controller` */
export const entityController = new Command('controller').description('the account that acts for an entity')
for (const verb of [propose, accept, cancel, replace]) entityController.addCommand(verb)

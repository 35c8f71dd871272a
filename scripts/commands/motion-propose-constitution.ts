import { Command } from '@commander-js/extra-typings'
import { recordContracts } from '../../src/chain/deployment.ts'
import { motionKinds } from '../../src/domain/motions/motion-record.ts'
import {
  changeSeatsDraft,
  replaceGovernanceDraft,
  replaceSeatAccountDraft,
  setHomeCountriesDraft,
  setThresholdDraft,
  setValidatorSetDraft,
  upgradeDraft,
} from '../motions/board-drafts.ts'
import { proposeDraft, template } from '../motions/propose-draft.ts'

const choice = <T extends string>(flags: T, description: string) => new Command().createArgument(flags, description)

const changeSeats = template('change-seats', 'takes and gives seats in one step')
  .argument('<file>', 'JSON: {"taken": [entity_id], "given": [{"entity_id", "account", "segment"}]}')
  .action((file, options, command) => proposeDraft(options, command, (registry) => changeSeatsDraft(registry, file)))

const replaceSeatAccount = template('replace-seat-account', 'gives a seat another account: its own is lost')
  .argument('<entity-id>', 'whose seat')
  .argument('<account>', 'the new account')
  .action((entityId, account, options, command) =>
    proposeDraft(options, command, ({ deployment }) => replaceSeatAccountDraft(deployment.contracts, entityId, account)),
  )

const setThreshold = template('set-threshold', 'sets the share of all seats that a kind of motion needs')
  .addArgument(choice('<kind>', 'kind of motion').choices(motionKinds))
  .argument('<share>', 'such as 2/3')
  .action((kind, share, options, command) =>
    proposeDraft(options, command, ({ deployment }) => setThresholdDraft(deployment.contracts, kind, share)),
  )

const setHomeCountries = template('set-home-countries', 'replaces the home countries, of seats and nodes')
  .argument('<countries>', 'ISO 3166-1 alpha-2, separated by commas')
  .action((countries, options, command) =>
    proposeDraft(options, command, ({ deployment }) => setHomeCountriesDraft(deployment.contracts, countries)),
  )

const upgrade = template('upgrade', 'puts other code behind the proxy of a record contract')
  .addArgument(choice('<contract>', 'the contract').choices(recordContracts))
  .argument('<implementation>', 'address of the new code')
  .option('--data <hex>', 'a call that the proxy then makes to it', '0x')
  .action((contract, implementation, options, command) =>
    proposeDraft(options, command, ({ deployment }) => upgradeDraft(deployment.contracts, contract, implementation, options.data)),
  )

const setValidatorSet = template('set-validator-set', 'names the ValidatorSet that the genesis file’s transitions put in place of the last')
  .argument('<address>', 'its address')
  .action((address, options, command) =>
    proposeDraft(options, command, ({ deployment }) => setValidatorSetDraft(deployment.contracts, address)),
  )

const replaceGovernance = template(
  'replace-governance',
  'hands every power to another board, deployed beforehand; the last motion of this one',
)
  .requiredOption('--board <address>', 'the new Board')
  .requiredOption('--ordinary-timelock <address>', 'its timelock of ordinary motions')
  .requiredOption('--constitution-timelock <address>', 'its timelock of motions on the constitution')
  .action((options, command) => {
    const { board, ordinaryTimelock: ordinary_timelock, constitutionTimelock: constitution_timelock } = options
    const governance = { board, ordinary_timelock, constitution_timelock }
    return proposeDraft(options, command, ({ deployment }) => replaceGovernanceDraft(deployment.contracts, governance))
  })

/** Templates of motions on seats, thresholds, code, and governance itself. */
export const constitutionMotions = [
  changeSeats,
  replaceSeatAccount,
  setThreshold,
  setHomeCountries,
  upgrade,
  setValidatorSet,
  replaceGovernance,
]

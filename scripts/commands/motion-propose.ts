import { Command, Option } from '@commander-js/extra-typings'
import { basename } from 'node:path'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { documentKinds, keyReasons } from '../../src/domain/enumerations.ts'
import { entityIdField, type Hex } from '../../src/domain/fields.ts'
import { motionKinds } from '../../src/domain/motions/motion-record.ts'
import { Problem } from '../../src/domain/problem.ts'
import { z } from 'zod'
import {
  dismissNodeDraft,
  recordFactsDraft,
  replaceNodesDraft,
  setBreachTermDraft,
  setOperatorAccountDraft,
  setSegmentsDraft,
  vetNodeDraft,
} from '../motions/node-drafts.ts'
import { proposeDraft, template } from '../motions/propose-draft.ts'
import {
  accreditDraft,
  appointDraft,
  dismissDraft,
  registerDocumentDraft,
  reinstateAssessmentDraft,
  reinstateProcessDraft,
  revokeProcessDraft,
  staffNames,
  strikeOffDraft,
  voidKeysDraft,
  withdrawAssessmentDraft,
  withdrawDocumentDraft,
} from '../motions/record-drafts.ts'
import { parseArgument } from '../parse-argument.ts'
import { keyIdsOf } from '../read-key-files.ts'
import { constitutionMotions } from './motion-propose-constitution.ts'
import { proposeValidity } from './motion-propose-validity.ts'
import { keyMotions } from './motion-propose-keys.ts'

const reasonOption = new Option('--reason <reason>', 'a reason of RFC 5280').choices(keyReasons).default('unspecified' as const)

const accredit = template('accredit', 'lets an assessor record assessments until a time')
  .argument('<entity-id>', 'the assessor')
  .requiredOption('--until <time>', 'RFC 3339 in UTC')
  .action((id, options, command) =>
    proposeDraft(options, command, ({ deployment }) => accreditDraft(deployment.contracts, id, options.until)),
  )

const strikeOff = template('strike-off', 'strikes an assessor off: what it completed since does not count; final')
  .argument('<entity-id>', 'the assessor')
  .requiredOption('--since <time>', 'RFC 3339 in UTC')
  .action((id, options, command) =>
    proposeDraft(options, command, ({ deployment }) => strikeOffDraft(deployment.contracts, id, options.since)),
  )

const staff = (name: 'appoint' | 'dismiss', description: string, draft: typeof appointDraft) =>
  template(name, description)
    .addArgument(new Command().createArgument('<role>', 'the role').choices(staffNames))
    .argument('<account>', 'the account')
    .action((role, account, options, command) =>
      proposeDraft(options, command, ({ deployment }) => draft(deployment.contracts, role, account)),
    )

const revokeProcess = template('revoke-process', 'revokes a process and with it its keys; final')
  .argument('<process-id>', 'the process')
  .addOption(reasonOption)
  .action((id, options, command) =>
    proposeDraft(options, command, ({ deployment }) => revokeProcessDraft(deployment.contracts, id, options.reason)),
  )

const withdrawAssessment = template('withdraw-assessment', 'withdraws an assessment; final')
  .argument('<assessment-id>', 'the assessment')
  .addOption(reasonOption)
  .action((id, options, command) =>
    proposeDraft(options, command, ({ deployment }) => withdrawAssessmentDraft(deployment.contracts, id, options.reason)),
  )

const reinstateProcess = template('reinstate-process', 'takes back the suspension of a process, whoever suspended it: an appeal')
  .argument('<process-id>', 'the process')
  .action((id, options, command) => proposeDraft(options, command, ({ deployment }) => reinstateProcessDraft(deployment.contracts, id)))

const reinstateAssessment = template('reinstate-assessment', 'takes back the suspension of an assessment, whoever suspended it: an appeal')
  .argument('<assessment-id>', 'the assessment')
  .action((id, options, command) => proposeDraft(options, command, ({ deployment }) => reinstateAssessmentDraft(deployment.contracts, id)))

const voidKeys = template('void-keys', 'makes entries of keys void that were mistakes')
  .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
  .addOption(reasonOption)
  .action((given, options, command) =>
    proposeDraft(options, command, ({ deployment }) => voidKeysDraft(deployment.contracts, keyIdsOf(given), options.reason)),
  )

const registerDocument = template('register-document', 'registers a document by its SHA-256')
  .argument('<file>', 'the document')
  .addOption(new Option('--kind <kind>', 'what it is').choices(documentKinds).makeOptionMandatory())
  .option('--title <title>', 'its title; without it, the file’s name')
  .option('--doc-version <version>', 'its version', '1')
  .action((file, options, command) => {
    const { kind, title = basename(file), docVersion: version, ...rest } = options
    return proposeDraft(rest, command, ({ deployment }) => registerDocumentDraft(deployment.contracts, file, { kind, title, version }))
  })

const withdrawDocument = template('withdraw-document', 'a document applies no longer')
  .argument('<sha256>', 'SHA-256 of the document')
  .action((sha256, options, command) =>
    proposeDraft(options, command, ({ deployment }) => withdrawDocumentDraft(deployment.contracts, sha256)),
  )

const replaceNodes = (name: string, description: string, how: 'swap' | 'change') =>
  template(name, description)
    .option('--leave <accounts>', 'validators that leave, separated by commas')
    .option('--join <accounts>', 'nodes on standby that join, separated by commas')
    .action((options, command) => proposeDraft(options, command, ({ deployment }) => replaceNodesDraft(deployment.contracts, how, options)))

const recordFacts = template(
  'record-node-facts',
  'records what is true of a node, whatever the caps; on the constitution where it leaves a count',
)
  .argument('<account>', 'the node')
  .option('--operator-id <entity-id>', 'who operates it')
  .option('--group <rlid>', 'rlid of the operator’s ultimate parent')
  .option('--control-country <code>', 'from where the operator is controlled')
  .option('--hosting-country <code>', 'where the machine stands')
  .option('--segment <segment>', 'the operator’s segment')
  .action((account, options, command) => {
    const { operatorId: operator_id, group, controlCountry: control_country, hostingCountry: hosting_country, segment } = options
    const facts = { operator_id, group, control_country, hosting_country, segment }
    return proposeDraft(options, command, (registry) => recordFactsDraft(registry, account, facts))
  })

const setOperatorAccount = template('set-operator-account', 'gives a node to another account of its operator: the last one is lost')
  .argument('<node>', 'the node’s account')
  .argument('<account>', 'the operator’s account')
  .action((node, account, options, command) =>
    proposeDraft(options, command, ({ deployment }) => setOperatorAccountDraft(deployment.contracts, node, account)),
  )

const list = (text: string, all: string[] = []) => [...all, text]

const call = template('call', 'any calls: each --target has its --calldata; this is what `propose` does without a name')
  .requiredOption('--target <address>', 'contract that is called; repeatable', list)
  .requiredOption('--calldata <hex>', 'what it is called with; repeatable', list)
  .addOption(new Option('--kind <kind>', 'kind of motion, for calls that are not known here').choices(motionKinds))
  .action((options, command) => {
    const { target, calldata } = options
    if (target.length !== calldata.length) {
      const detail = `${target.length} targets and ${calldata.length} calldata are given: each target has its own`
      throw new Problem('invalid_input', { field: 'calldata', detail })
    }
    const bytes = z.string().regex(/^0x([0-9a-fA-F]{2})*$/, 'must be 0x and whole bytes in hex')
    const calls = target.map((to, index): ContractCall => {
      const data = parseArgument('calldata', bytes, calldata[index] ?? '')
      return { to: parseArgument('target', entityIdField, to) as Hex, data: data as Hex }
    })
    return proposeDraft(options, command, () => ({ calls, words: `Call ${target.join(', ')}` }))
  })

/** `derkey motion propose …` */
export const motionPropose = new Command('propose').description('proposes a motion, by a seat; the kind follows from what it does')
const ordinary = [
  accredit,
  strikeOff,
  staff('appoint', 'gives a staff role to an account', appointDraft),
  staff('dismiss', 'takes a staff role from an account', dismissDraft),
  revokeProcess,
  withdrawAssessment,
  reinstateProcess,
  reinstateAssessment,
  voidKeys,
  ...keyMotions,
  proposeValidity,
  registerDocument,
  withdrawDocument,
  replaceNodes('swap-validators', 'as many nodes on standby join as validators leave', 'swap'),
  recordFacts,
]
for (const command of ordinary) motionPropose.addCommand(command.helpGroup('Ordinary motions:'))
const constitution = [
  ...constitutionMotions,
  setOperatorAccount,
  template('vet-node', 'enters a node on standby')
    .argument('<file>', 'what `derkey node entry` wrote')
    .action((file, options, command) => proposeDraft(options, command, (registry) => vetNodeDraft(registry, file))),
  template('dismiss-node', 'a node on standby is vetted no longer')
    .argument('<account>', 'the node')
    .action((account, options, command) =>
      proposeDraft(options, command, ({ deployment }) => dismissNodeDraft(deployment.contracts, account)),
    ),
  replaceNodes('change-validators', 'nodes on standby join, validators leave', 'change'),
  template('set-segments', 'replaces the industry segments')
    .argument('<segments>', 'separated by commas')
    .action((segments, options, command) =>
      proposeDraft(options, command, ({ deployment }) => setSegmentsDraft(deployment.contracts, segments)),
    ),
  template('set-breach-term', 'sets within how many days a breach of the caps is to be mended')
    .argument('<days>', '1 to 365')
    .action((days, options, command) => proposeDraft(options, command, ({ deployment }) => setBreachTermDraft(deployment.contracts, days))),
]
for (const command of constitution) motionPropose.addCommand(command.helpGroup('Motions on the constitution:'))
motionPropose.addCommand(call, { isDefault: true })

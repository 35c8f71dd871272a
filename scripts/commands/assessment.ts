import { Command, Option } from '@commander-js/extra-typings'
import { createAssessment, linkSeries, setAssessmentState, type AssessmentChange } from '../../src/chain/calls/assessment-calls.ts'
import type { StaffRole } from '../../src/chain/calls/contract-call.ts'
import { readAssessment } from '../../src/chain/reads/assessment.ts'
import { readAssessmentComments } from '../../src/chain/reads/assessment-comments.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readAssessments } from '../../src/chain/reads/lists.ts'
import { assessmentKinds, keyReasons } from '../../src/domain/enumerations.ts'
import { recordIdField } from '../../src/domain/fields.ts'
import { parseAssessment } from '../../src/domain/inputs/assessment.ts'
import { linkSeriesInput } from '../../src/domain/inputs/process.ts'
import { parseInput, parseJson } from '../../src/domain/parse-input.ts'
import { withEvidence } from '../evidence/with-evidence.ts'
import { proposeDraft, proposer } from '../motions/propose-draft.ts'
import { withdrawAssessmentDraft } from '../motions/record-drafts.ts'
import { parseArgument } from '../parse-argument.ts'
import { readInputFile } from '../read-input-file.ts'
import { acting, found, linesOf, openRegistryOf, outputOf, reader, report, writer, type Acting } from '../registry-command.ts'
import { assessmentComment } from './assessment-comment.ts'
import { assessmentDue } from './assessment-due.ts'
import { assessmentVerify } from './assessment-verify.ts'

const idArgument = ['<assessment-id>', 'the assessment'] as const
const idOf = (text: string) => parseArgument('assessment_id', recordIdField, text)
const reasonOption = new Option('--reason <reason>', 'a reason of RFC 5280').choices(keyReasons).default('unspecified' as const)

const create = writer(
  'create',
  'records an assessment, a renewal (past_assessment_id) or a correction (corrects_id); by an accredited assessor',
)
  .argument('<file>', 'JSON with the fields of tables 6 to 8, as POST /v1/assessments takes it')
  .option('--evidence <file>', 'evidence (docs/evidence.schema.json): its SHA-256 is the reference, and it has to say the same')
  .action((file, { evidence, ...options }, command) =>
    acting(options, async ({ contracts, act }) => {
      const given = parseJson(readInputFile(file).toString('utf8'))
      const input = evidence === undefined ? parseAssessment(given) : withEvidence(given, evidence)
      const written = await act(createAssessment(contracts, input))
      report(outputOf(command), written, `assessment ${written.assessment_id} proposed`)
    }),
  )

const show = reader('show', 'shows an assessment, and the comments on it')
  .argument(...idArgument)
  .action(async (id, options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const record = found(await readAssessment(registry, idOf(id), block), 'assessment_unknown', id)
    const comments = await readAssessmentComments(registry, id, block)
    outputOf(command).answer({ ...record, comments }, linesOf({ ...record, comments }))
  })

const list = reader('list', 'lists the assessments')
  .addOption(new Option('--kind <kind>', 'only of this kind').choices(assessmentKinds))
  .option('--assessor <entity-id>', 'only by this assessor')
  .action(async ({ kind, assessor, ...options }, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const records = (await readAssessments(registry, block)).filter(
      (record) => (kind === undefined || record.kind === kind) && (assessor === undefined || record.assessor_id === assessor.toLowerCase()),
    )
    const columns = [
      'assessment_id',
      'kind',
      'assessor_id',
      'past_assessment_id',
      'completion_date',
      'approval_date',
      'valid_until',
      'state',
    ]
    outputOf(command).list(records, columns)
  })

const link = writer('link', 'says that a process uses another owner’s assessed component or appliance; by an accredited assessor')
  .argument('<process-id>', 'the process')
  .argument('<assessment-id>', 'the original assessment of the series')
  .action((processId, id, options, command) =>
    acting(options, async ({ contracts, act }) =>
      report(
        outputOf(command),
        await act(
          linkSeries(
            contracts,
            parseArgument('process_id', recordIdField, processId),
            parseInput(linkSeriesInput, { assessment_id: id }).assessment_id,
          ),
        ),
        `process ${processId} uses assessment ${id}`,
      ),
    ),
  )

const retract = writer('retract', 'takes a proposed assessment back; by the assessor that recorded it')
  .argument(...idArgument)
  .action((id, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const call = setAssessmentState(contracts, 'assessor', idOf(id), 'rejected', 'unspecified')
      report(outputOf(command), await act(call), `assessment ${id} retracted`)
    }),
  )

const change = (name: string, description: string, wanted: AssessmentChange, as: (acting: Acting) => Promise<StaffRole>) =>
  writer(name, description)
    .argument(...idArgument)
    .addOption(reasonOption)
    .action((id, options, command) =>
      acting(options, async (here) => {
        const call = setAssessmentState(here.contracts, await as(here), idOf(id), wanted, options.reason)
        report(outputOf(command), await here.act(call), `assessment ${id} ${wanted}`)
      }),
    )

const programmeManager = () => Promise.resolve('programme_manager' as const)
const withdraw = proposer('withdraw', 'withdraws an assessment; final')
  .argument(...idArgument)
  .addOption(reasonOption)
  .action((id, options, command) =>
    proposeDraft(options, command, ({ deployment }) => withdrawAssessmentDraft(deployment.contracts, id, options.reason)),
  )

export const assessment = new Command('assessment')
  .description('assessments of processes and components (tables 6 to 8)')
  .addCommand(create)
  .addCommand(show)
  .addCommand(list)
  .addCommand(link)
  .addCommand(retract)
  .addCommand(assessmentComment)
  .addCommand(change('approve', 'approves a proposed assessment; by the programme manager', 'approved', programmeManager))
  .addCommand(change('reject', 'rejects a proposed assessment; by the programme manager', 'rejected', programmeManager))
  .addCommand(change('suspend', 'suspends an assessment; by programme manager or regulator', 'suspended', ({ supervisor }) => supervisor()))
  .addCommand(change('reinstate', 'takes a suspension back', 'reinstated', ({ supervisor }) => supervisor()))
  .addCommand(withdraw)
  .addCommand(assessmentVerify)
  .addCommand(assessmentDue)

import { Command, Option } from '@commander-js/extra-typings'
import { drawSampleCall, recordFinding, requestSample } from '../../src/chain/calls/sample-calls.ts'
import { readBlock, waitForBlock } from '../../src/chain/reads/block.ts'
import { readSamples } from '../../src/chain/reads/lists.ts'
import { readDrawnSample } from '../../src/chain/reads/sample-draw.ts'
import { readSampleFindings } from '../../src/chain/reads/sample-findings.ts'
import { readSample } from '../../src/chain/reads/sample.ts'
import { readRolesOf } from '../../src/chain/reads/roles.ts'
import { sampleResults } from '../../src/domain/enumerations.ts'
import { recordIdField } from '../../src/domain/fields.ts'
import { sampleFindingInput, sampleRequestInput } from '../../src/domain/inputs/sample.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import type { DrawnSample } from '../../src/domain/sample-records.ts'
import { hashFile } from '../hash-file.ts'
import { table } from '../output.ts'
import { parseArgument } from '../parse-argument.ts'
import { onlyKeyId } from '../read-key-files.ts'
import { acting, found, linesOf, openRegistryOf, outputOf, reader, report, writer, type Acting } from '../registry-command.ts'

const idArgument = ['<sample-id>', 'the sample'] as const
const idOf = (text: string) => parseArgument('sample_id', recordIdField, text)
const longestWait = 3_600_000

const request = writer(
  'request',
  'requests a sample of a process’s keys, which a later block draws; by an independent assessor, programme manager or regulator',
)
  .requiredOption('--process <process-id>', 'the process')
  .requiredOption('--from <time>', 'keys that were registered from then on, RFC 3339 in UTC')
  .requiredOption('--until <time>', 'and until then, both included; not in the future')
  .requiredOption('--size <number>', 'how many keys')
  .action(({ process: process_id, from, until, size, ...options }, command) =>
    acting(options, async (here) => {
      const input = parseInput(sampleRequestInput, { process_id, from, until, size })
      const written = await here.act(requestSample(here.contracts, await requester(here), input))
      const { draw_block } = found(await readSample(here.registry, written.sample_id ?? '', written.block), 'sample_unknown', 'the sample')
      const document = { ...written, draw_block }
      report(outputOf(command), document, `sample ${written.sample_id} requested: block ${draw_block} draws it`)
    }),
  )

/** Who is neither of the staff's two supervisors acts as an assessor. */
async function requester({ registry, sender }: Acting) {
  const roles = await readRolesOf(registry, sender.address)
  if (roles.includes('PROGRAMME_MANAGER')) return 'programme_manager'
  return roles.includes('REGULATOR') ? 'regulator' : 'assessor'
}

const draw = writer('draw', 'has the contract keep the hash of the draw block, while it still can (256 blocks); by anybody')
  .argument(...idArgument)
  .option('--wait', 'wait until the draw block is there, at most an hour')
  .action((id, { wait, ...options }, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const sampleId = idOf(id)
      const { draw_block } = found(await readSample(registry, sampleId), 'sample_unknown', id)
      if (wait === true) await waitForBlock(registry.client, draw_block, longestWait)
      const written = await act(drawSampleCall(contracts, sampleId))
      report(outputOf(command), written, `sample ${sampleId} drawn by block ${draw_block}`)
    }),
  )

const show = reader('show', 'draws a sample again from the chain, and shows its keys and what was found of them')
  .argument(...idArgument)
  .action(async (id, options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const sample = found(await readDrawnSample(registry, idOf(id), block), 'sample_unknown', id)
    outputOf(command).answer(sample, sampleLines(sample))
  })

function sampleLines({ drawn, ...sample }: DrawnSample): string[] {
  const fields = linesOf(sample)
  if (drawn === null) return [...fields, `not drawn yet: block ${sample.draw_block} is to come`]
  const rows = drawn.keys.map(({ rank, key_id, finding }) => ({ rank, key_id, ...finding }))
  const keys = rows.length === 0 ? 'no key was registered then' : table(rows, ['rank', 'key_id', 'result', 'recorded_at', 'report'])
  const others = drawn.other_findings.map(({ key_id, result }) => `not drawn, and looked at: ${key_id} ${result}`)
  return [...fields, `drawn: ${drawn.keys.length} of ${drawn.population}`, '', keys, ...others]
}

const list = reader('list', 'lists the samples')
  .option('--process <process-id>', 'only of this process')
  .action(async ({ process, ...options }, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const samples = (await readSamples(registry, block)).filter(({ process_id }) => process === undefined || process_id === process)
    outputOf(command).list(samples, ['sample_id', 'process_id', 'from', 'until', 'size', 'draw_block', 'seed', 'requested_by'])
  })

const finding = writer('finding', 'records what was found of a key of a sample, or corrects it; by an independent assessor')
  .argument(...idArgument)
  .requiredOption('--key <key-id-or-file>', 'the key')
  .addOption(new Option('--result <result>', 'what was found').choices(sampleResults).makeOptionMandatory())
  .requiredOption('--report <file>', 'the report, of which the SHA-256 is recorded')
  .action((id, { key, result, report: reportFile, ...options }, command) =>
    acting(options, async ({ contracts, act }) => {
      const sampleId = idOf(id)
      const input = parseInput(sampleFindingInput, { key_id: onlyKeyId(key), result, report: await hashFile(reportFile) })
      report(outputOf(command), await act(recordFinding(contracts, sampleId, input)), `${input.key_id} of sample ${sampleId}: ${result}`)
    }),
  )

const findings = reader('findings', 'what was found of the keys of a process, oldest first, corrected findings too')
  .argument('<process-id>', 'the process')
  .action(async (id, options, command) => {
    const processId = parseArgument('process_id', recordIdField, id)
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const records = await readSampleFindings(registry, { processId }, block)
    outputOf(command).list(records, ['sample_id', 'key_id', 'result', 'recorded_at', 'assessor_id', 'report'])
  })

/** `derkey sample …` */
export const sample = new Command('sample').description(
  'product sampling (5.6.3): keys drawn by a block’s hash, and what was found of them',
)
for (const verb of [request, draw, show, list, finding, findings]) sample.addCommand(verb)

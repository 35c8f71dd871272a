import { readBlock } from '../../src/chain/reads/block.ts'
import { readAssessment } from '../../src/chain/reads/assessment.ts'
import { readAssessments } from '../../src/chain/reads/lists.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import type { CommentRecord } from '../../src/domain/comment-record.ts'
import type { EvidenceFile } from '../../src/domain/evidence/parse-evidence.ts'
import { verifyEvidence } from '../../src/domain/evidence/verify-evidence.ts'
import { recordIdField } from '../../src/domain/fields.ts'
import { periodField } from '../../src/domain/inputs/period-field.ts'
import { Problem } from '../../src/domain/problem.ts'
import type { AssessmentRecord } from '../../src/domain/records.ts'
import { readEvidence } from '../evidence/read-evidence.ts'
import { table } from '../output.ts'
import { verifyComment } from '../evidence/verify-comment.ts'
import { parseArgument } from '../parse-argument.ts'
import { printable } from '../printable.ts'
import { found, openRegistryOf, outputOf, reader } from '../registry-command.ts'

export const assessmentVerify = reader(
  'verify',
  'compares a file of evidence with the assessment that refers to its SHA-256; exits 1 when something disagrees',
)
  .argument('<file>', 'JSON as docs/evidence.schema.json describes it')
  .option('--assessment <assessment-id>', 'the assessment; without it, the one whose reference is the file’s SHA-256')
  .option('--within <period>', 'certificates that expire so soon are findings', '90d')
  .option('--comment', 'the file is a comment of the programme manager: says on which assessment')
  .action(async (file, { assessment, within, comment, ...options }, command) => {
    if (comment === true) {
      const id = assessment === undefined ? undefined : parseArgument('assessment_id', recordIdField, assessment)
      const comments = await verifyComment(await openRegistryOf(options), file, id)
      const line = ({ assessment_id, commented_at, block }: CommentRecord) =>
        `${printable(file)}: comment on assessment ${assessment_id} of ${commented_at} (block ${block})`
      return outputOf(command).answer(comments, comments.map(line))
    }
    const withinSeconds = parseArgument('within', periodField, within)
    const given = readEvidence(file)
    const registry = await openRegistryOf(options)
    const record =
      assessment === undefined
        ? await boundTo(registry, file, given)
        : found(await readAssessment(registry, parseArgument('assessment_id', recordIdField, assessment)), 'assessment_unknown', assessment)
    const findings = verifyEvidence(given, record, { now: Date.now() / 1000, withinSeconds })
    const { assessment_id, state } = record
    const is = `${printable(file)}: evidence of assessment ${assessment_id} (${state})`
    outputOf(command).answer(
      { assessment_id, state, sha256: given.sha256, findings },
      findings.length === 0
        ? `${is}, which says the same`
        : [`${is}, ${findings.length} findings`, table(findings, ['check', 'found', 'wanted'])],
    )
    if (findings.length > 0) process.exitCode = 1
  })

/** Two assessments can refer to one file; the one of its kind is meant. */
async function boundTo(registry: ChainRegistry, file: string, { evidence, sha256 }: EvidenceFile): Promise<AssessmentRecord> {
  const { block } = await readBlock(registry.client)
  const bound = (await readAssessments(registry, block)).filter(({ reference }) => reference === sha256)
  const ofKind = bound.filter(({ kind }) => kind === evidence.kind)
  const [record, another] = ofKind.length === 0 ? bound : ofKind
  if (record === undefined) throw new Problem('evidence_unknown', { field: file, detail: `its SHA-256 is ${sha256}` })
  if (another === undefined) return record
  const ids = bound.map(({ assessment_id }) => assessment_id).join(', ')
  throw new Problem('invalid_input', { field: 'assessment', detail: `the assessments ${ids} refer to the file: name one of them` })
}

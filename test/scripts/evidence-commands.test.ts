import { readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect } from 'chai'
import { criteria } from '../../scripts/demo/assess-process.ts'
import type { ActorName } from '../../scripts/demo/cast.ts'
import type { EvidenceFinding } from '../../src/domain/evidence/compare-evidence.ts'
import type { AssessmentRecord } from '../../src/domain/records.ts'
import { runDerkey, type DerkeyRun } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

const examples = join(import.meta.dirname, '..', '..', 'examples', 'evidence')
type Loose = Record<string, unknown>
type Verified = { assessment_id: string; sha256: string; findings: EvidenceFinding[] }

describe('derkey assessment, with its evidence', () => {
  const folder = temporaryFolder()
  let world: World
  let evidence: Loose
  let assessment: Loose
  let assessment_id: string
  before(async () => {
    world = await deployWorld()
    const { process_id } = document<{ process_id: string }>(await as('chip_maker', 'process', 'create'))
    const example = JSON.parse(readFileSync(join(examples, 'key-generation.json'), 'utf8')) as Loose
    evidence = { ...example, process_id, assessor_id: world.actors.assessor.account, criteria: criteria.sha256 }
    const { kind, completion_date, scope, assessment_result } = evidence
    assessment = { process_id, kind, completion_date, scope, assessment_result, criteria: criteria.sha256 }
    write('evidence.json', evidence)
    write('assessment.json', assessment)
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  const write = (name: string, value: unknown) => writeFileSync(folder.file(name), JSON.stringify(value))
  const derkey = (...args: string[]) =>
    runDerkey(args, { DERKEY_RPC: world.chain.url, DERKEY_DEPLOYMENT: world.deploymentFile, NO_COLOR: '1' })
  const as = async (actor: ActorName, ...args: string[]) => {
    const { keystore, password_file } = await world.keystoreOf(actor)
    return derkey(...args, '--keystore', keystore, '--password-file', password_file, '--json')
  }
  const document = <T>({ code, stdout, stderr }: DerkeyRun, wanted = 0): T => {
    expect(code, stderr).to.equal(wanted)
    return JSON.parse(stdout) as T
  }
  const problem = ({ stdout, stderr }: DerkeyRun) => {
    expect(stdout).to.equal('')
    return JSON.parse(stderr) as { code: string; detail: string; field?: string }
  }
  const create = (assessmentFile: string, evidenceFile: string) =>
    as('assessor', 'assessment', 'create', folder.file(assessmentFile), '--evidence', folder.file(evidenceFile))
  const verify = (name: string, ...args: string[]) => derkey('assessment', 'verify', folder.file(name), ...args, '--json')

  it('records no assessment that its evidence says otherwise, and names each difference', async () => {
    write('other.json', { ...evidence, scope: 'everything', completion_date: '2026-03-30T00:00:00Z' })
    const refused = await create('assessment.json', 'other.json')

    expect(refused.code).to.equal(2)
    expect(problem(refused)).to.include({ code: 'evidence_disagrees' })
    expect(problem(refused).detail).to.equal(
      'completion_date: 2026-03-30T00:00:00Z in the evidence, 2026-03-31T00:00:00Z in the assessment; ' +
        'scope: everything in the evidence, secure element, provisioning line 2 in the assessment',
    )
  })

  it('takes another reference than the SHA-256 of the evidence for such a difference', async () => {
    write('bound.json', { ...assessment, reference: `0x${'a1'.repeat(32)}` })
    expect(problem(await create('bound.json', 'evidence.json')).detail).to.match(/^reference: 0x[0-9a-f]{64} in the evidence, 0xa1a1/)
  })

  it('names file and path of evidence that is not as its schema wants it', async () => {
    write('faulty.json', { ...evidence, announced: 'maybe' })
    const refused = await verify('faulty.json')

    expect(refused.code).to.equal(2)
    expect(problem(refused)).to.include({ code: 'invalid_input', field: folder.file('faulty.json') })
    expect(problem(refused).detail).to.match(/^announced: /)
  })

  it('binds the assessment to the bytes of the file, and finds it by them', async () => {
    assessment_id = document<{ assessment_id: string }>(await create('assessment.json', 'evidence.json')).assessment_id
    const record = document<AssessmentRecord>(await derkey('assessment', 'show', assessment_id, '--json'))
    const verified = document<Verified>(await verify('evidence.json'))

    expect(record.reference).to.equal(
      `0x${createHash('sha256')
        .update(readFileSync(folder.file('evidence.json')))
        .digest('hex')}`,
    )
    expect(verified).to.deep.equal({ assessment_id, state: 'proposed', sha256: record.reference, findings: [] })
    expect((await derkey('assessment', 'verify', folder.file('evidence.json'))).stdout).to.contain(
      `evidence of assessment ${assessment_id} (proposed), which says the same`,
    )
  })

  it('finds no assessment for a file with one blank more, and says what differs from the one that is named', async () => {
    writeFileSync(folder.file('blank.json'), `${JSON.stringify({ ...evidence, scope: 'more' })} `)
    const unknown = await verify('blank.json')
    const compared = document<Verified>(await verify('blank.json', '--assessment', assessment_id), 1)

    expect([unknown.code, problem(unknown).code]).to.deep.equal([1, 'evidence_unknown'])
    expect(compared.findings.map(({ check }) => check)).to.deep.equal(['reference', 'scope'])
  })

  it('finds certificates that expire within the period', async () => {
    const found = document<Verified>(await verify('evidence.json', '--within', '1700d'), 1).findings
    expect(found.map(({ check }) => check)).to.deep.equal([0, 1, 2].map((index) => `certificates[${index}].expires_at`))
    expect((await verify('evidence.json', '--within', 'soon')).code).to.equal(2)
  })

  it('asks which assessment is meant where several of the kind refer to the file', async () => {
    write('correction.json', { ...assessment, process_id: undefined, corrects_id: assessment_id, reference: undefined })
    await as('programme_manager', 'assessment', 'approve', assessment_id)
    document(await create('correction.json', 'evidence.json'))
    const refused = await verify('evidence.json')

    expect(problem(refused)).to.include({ code: 'invalid_input', field: 'assessment' })
    expect(document<Verified>(await verify('evidence.json', '--assessment', assessment_id))).to.deep.include({ findings: [] })
  })
})

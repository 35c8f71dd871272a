import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { evidenceSchema } from '../../../scripts/build/evidence-schema.ts'
import { certifications } from '../../../src/domain/bit-fields.ts'
import { parseEvidence } from '../../../src/domain/evidence/parse-evidence.ts'
import { problemOf } from '../problem-of.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const examples = join(root, 'examples', 'evidence')
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value))
type Loose = Record<string, unknown> & { certificates: Record<string, unknown>[]; findings: Record<string, unknown>[] }
const example = () => JSON.parse(readFileSync(join(examples, 'key-generation.json'), 'utf8')) as Loose

describe('evidence of an assessment', () => {
  const schema = JSON.parse(readFileSync(join(root, 'docs', 'evidence.schema.json'), 'utf8')) as object

  it('has the JSON Schema that its zod schema gives: `npm run generate` otherwise', () => {
    expect(schema).to.deep.equal(JSON.parse(evidenceSchema()))
  })

  it('names certifications as the registry does', () => {
    expect(JSON.stringify(schema)).to.include(JSON.stringify(certifications))
  })

  for (const name of readdirSync(examples)) {
    it(`is accepted as examples/evidence/${name} has it, by the published schema too`, () => {
      const bytes = readFileSync(join(examples, name))
      const validate = new Ajv2020({ strict: false }).compile(schema)

      expect(validate(JSON.parse(bytes.toString())), JSON.stringify(validate.errors)).to.be.true
      expect(parseEvidence(bytes).evidence.assessor_id).to.equal(`0x${'0'.repeat(38)}a1`)
    })
  }

  it('is bound by the SHA-256 of the bytes of its file: one blank more is another', () => {
    const bytes = bytesOf(example())
    const more = Buffer.concat([bytes, Buffer.from(' ')])

    expect(parseEvidence(bytes).sha256).to.equal(`0x${createHash('sha256').update(bytes).digest('hex')}`)
    expect(parseEvidence(more).evidence).to.deep.equal(parseEvidence(bytes).evidence)
    expect(parseEvidence(more).sha256).to.not.equal(parseEvidence(bytes).sha256)
  })

  const wrong: [string, (evidence: Loose) => void, string][] = [
    [
      'an unknown certification',
      ({ certificates }) => (certificates[0] = { ...certificates[0], certification: 'iso_9001' }),
      'certificates[0].certification',
    ],
    ['a certificate without its scope', ({ certificates }) => delete certificates[1]?.['scope'], 'certificates[1].scope'],
    [
      'an expiry that is no date',
      ({ certificates }) => (certificates[0] = { ...certificates[0], expires_at: '2027-02-30' }),
      'certificates[0].expires_at',
    ],
    ['a visit of which it is not said whether it was announced', (each) => delete each['announced'], 'announced'],
    ['no site', (each) => (each['sites'] = []), 'sites'],
    ['a completion before the beginning', (each) => (each['started_at'] = '2026-04-01T00:00:00Z'), 'completion_date'],
    ['a finding twice', ({ findings }) => (findings[1] = { ...findings[1], id: 'F-1' }), 'findings[1].id'],
    ['a finding of unknown severity', ({ findings }) => (findings[0] = { ...findings[0], severity: 'bad' }), 'findings[0].severity'],
    [
      'a finding that was closed before it was found',
      ({ findings }) => (findings[0] = { ...findings[0], closed_at: '2026-03-01T00:00:00Z' }),
      'findings[0].closed_at',
    ],
    ['results of the other kind', (each) => (each['kind'] = 'key_protection'), 'assessment_result.key_storage'],
    ['a field that nobody knows', (each) => (each['mood'] = 'good'), 'mood'],
  ]
  for (const [what, change, path] of wrong) {
    it(`is refused with ${what}, and the path named`, () => {
      const evidence = example()
      change(evidence)
      const problem = problemOf(() => parseEvidence(bytesOf(evidence)))

      expect(problem?.code).to.equal('invalid_input')
      expect(`${problem?.field ?? ''} ${problem?.message ?? ''}`).to.include(path)
    })
  }

  it('is refused when it is no JSON', () => {
    expect(problemOf(() => parseEvidence(Buffer.from('%PDF-1.7')))?.code).to.equal('invalid_input')
  })
})

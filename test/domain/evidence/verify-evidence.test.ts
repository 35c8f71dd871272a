import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parseEvidence, type EvidenceFile } from '../../../src/domain/evidence/parse-evidence.ts'
import { verifyEvidence } from '../../../src/domain/evidence/verify-evidence.ts'
import type { KeyGenerationRecord } from '../../../src/domain/records.ts'
import { keyInfoOf } from '../../support/key-info.ts'

const file = parseEvidence(readFileSync(join(import.meta.dirname, '..', '..', '..', 'examples', 'evidence', 'key-generation.json')))
const now = Date.parse('2026-11-21T00:00:00Z') / 1000
const day = 86_400

/** The assessment on chain that says what the example says. */
function record(change: Partial<KeyGenerationRecord> = {}): KeyGenerationRecord {
  const { evidence, sha256 } = file
  const { kind, process_id, past_assessment_id, assessor_id, completion_date, scope, assessment_result } = evidence
  const base = keyInfoOf().key_generation
  const same = { process_id, past_assessment_id, assessor_id, completion_date, scope, reference: sha256, criteria: `0x${'0'.repeat(64)}` }
  const result = { ...base.assessment_result, ...(assessment_result as object) }
  return { ...base, ...same, kind, assessment_result: result, ...change }
}
const verified = (given: EvidenceFile, at: KeyGenerationRecord = record(), withinDays = 90, seconds = now) =>
  verifyEvidence(given, at, { now: seconds, withinSeconds: withinDays * day })
const of = (change: Partial<EvidenceFile['evidence']>): EvidenceFile => ({
  ...file,
  evidence: { ...file.evidence, ...change } as EvidenceFile['evidence'],
})

describe('the verification of evidence', () => {
  it('finds nothing where file and chain say the same', () => {
    expect(verified(file)).to.deep.equal([])
  })

  it('finds another hash', () => {
    const sha256 = `0x${'ee'.repeat(32)}` as const
    expect(verified({ ...file, sha256 })).to.deep.equal([{ check: 'reference', found: sha256, wanted: file.sha256 }])
  })

  const differences: [string, Partial<KeyGenerationRecord>, string][] = [
    ['process_id', { process_id: '4' }, '4'],
    ['past_assessment_id', { past_assessment_id: '9' }, '9'],
    ['assessor_id', { assessor_id: `0x${'03'.repeat(20)}` }, `0x${'03'.repeat(20)}`],
    ['completion_date', { completion_date: '2026-04-01T00:00:00Z' }, '2026-04-01T00:00:00Z'],
    ['scope', { scope: 'everything' }, 'everything'],
    ['criteria', { criteria: `0x${'c1'.repeat(32)}` }, `0x${'c1'.repeat(32)}`],
  ]
  for (const [field, change, wanted] of differences) {
    it(`finds another ${field}`, () => {
      const found = file.evidence[field as 'scope'] ?? (field === 'criteria' ? `0x${'0'.repeat(64)}` : 'none')
      expect(verified(file, record(change))).to.deep.equal([{ check: field, found, wanted }])
    })
  }

  for (const [field, value, wanted] of [
    ['cryptographic_strength', 112, '112'],
    ['key_generation_entity', 'hsm', 'hsm'],
    ['entropy_bits', 128, '128'],
    ['entropy_source', 'drbg', 'drbg'],
  ] as const) {
    it(`finds another result for ${field}`, () => {
      const result = { ...record().assessment_result, [field]: value }
      expect(verified(file, record({ assessment_result: result })).map(({ check, wanted }) => [check, wanted])).to.deep.equal([
        [`assessment_result.${field}`, wanted],
      ])
    })
  }

  it('finds evidence of the other kind, and compares no results then', () => {
    const { key_protection } = keyInfoOf()
    const other = {
      ...record(),
      kind: 'key_protection' as const,
      assessment_result: { ...key_protection.assessment_result, certifications: [] },
    }
    expect(verifyEvidence(file, other, { now, withinSeconds: 0 }).map(({ check }) => check)).to.deep.equal(['kind'])
  })

  it('finds a certification on chain for which the evidence names no certificate', () => {
    const certificates = file.evidence.certificates.filter(({ certification }) => certification !== 'esv')
    expect(verified(of({ certificates }))).to.deep.equal([
      { check: 'certificates', found: 'no certificate for esv', wanted: 'a certificate for each certification on chain' },
    ])
  })

  it('finds that nobody was where keys are generated', () => {
    expect(verified(of({ sites: [{ name: 'Office', location: 'DE' }] }))).to.deep.equal([
      { check: 'sites', found: 'DE', wanted: 'US 95814, where keys are generated' },
    ])
  })

  it('finds certificates that have expired or are about to, and none that never do', () => {
    const [first, second, third] = file.evidence.certificates.map((each) => each)
    if (first === undefined || second === undefined || third === undefined) throw new Error('the example has three certificates')
    const certificates = [
      { ...first, expires_at: '2026-11-21T00:00:00Z' },
      { ...second, expires_at: '2027-02-19T00:00:00Z' },
      { ...third, expires_at: null },
    ]
    expect(verified(of({ certificates }))).to.deep.equal([
      {
        check: 'certificates[0].expires_at',
        found: 'cc_eal6 CC-0001-V2-2025 expired at 2026-11-21T00:00:00Z',
        wanted: 'after 2026-11-21T00:00:00Z',
      },
      {
        check: 'certificates[1].expires_at',
        found: 'cc_ava_van5 CC-0001-V2-2025 expires at 2027-02-19T00:00:00Z',
        wanted: 'after 2027-02-19T00:00:00Z',
      },
    ])
    expect(verified(of({ certificates }), record(), 89).map(({ check }) => check)).to.deep.equal(['certificates[0].expires_at'])
  })
})

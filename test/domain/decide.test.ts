import { expect } from 'chai'
import * as fc from 'fast-check'
import { causeOf } from '../../src/domain/cause-of.ts'
import { compilePolicy } from '../../src/domain/compile-policy.ts'
import { decide } from '../../src/domain/decide.ts'
import { decision, outcomes } from '../../src/domain/decision.ts'
import type { ClientType } from '../../src/domain/decision.ts'
import { enforced, mayUse } from '../../src/domain/enforce.ts'
import { effectiveReasons, keyStorages, statuses } from '../../src/domain/enumerations.ts'
import type { KeyStatusAnswer, LastKnown } from '../../src/domain/key-status-source.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { entityOf, keyId, knownAnswer, registry, unknownAnswer, unreachableAnswer } from '../support/key-info.ts'

const now = Date.parse('2026-11-21T00:00:00Z') / 1000
const base: Policy = { name: 'test', mode: 'enforce', unregistered: 'refuse', max_answer_age_seconds: 300, rules: {}, restricted_may: [] }

type Given = { rules?: Policy['rules']; policy?: Partial<Policy>; client?: ClientType; last_known?: LastKnown }
const decided = (answer: KeyStatusAnswer, { rules = {}, policy = {}, client = 'device', last_known }: Given = {}) =>
  decide({ key_id: keyId, answer, last_known, policy: compilePolicy({ ...base, rules, ...policy }), client_type: client, now })
const of = (change: (info: KeyInfo) => void) => knownAnswer(change)
const restrict = 'restrict' as const

/** Rule, what the key is like, and what the finding says. */
const rows: readonly (readonly [Policy['rules'], (info: KeyInfo) => void, string])[] = [
  [
    { strength: { min_bits: 112, otherwise: restrict } },
    (info) => (info.key_generation.assessment_result.entropy_bits = 64),
    'strength of 128 bits, entropy of 64 bits',
  ],
  [
    { strength: { min_bits: 112, otherwise: restrict } },
    (info) => (info.key_generation.assessment_result.cryptographic_strength = 80),
    'strength of 80 bits, entropy of 256 bits',
  ],
  [
    { key_generation_entity: { accept: ['onboard_se', 'hsm'], otherwise: restrict } },
    (info) => (info.key_generation.assessment_result.key_generation_entity = 'other'),
    'other',
  ],
  [
    { entropy_source: { accept: ['physical_validated'], otherwise: restrict } },
    (info) => (info.key_generation.assessment_result.entropy_source = 'deterministic'),
    'deterministic',
  ],
  [
    { key_storage: { accept: ['secure_element'], otherwise: restrict } },
    (info) => (info.key_protection.assessment_result.key_storage = 'unprotected_memory'),
    'unprotected_memory',
  ],
  [
    { access_control: { accept: ['hardware'], otherwise: restrict } },
    (info) => (info.key_protection.assessment_result.access_control = 'none'),
    'none',
  ],
  [
    { device_integrity: { accept: ['secure_boot_hardware'], otherwise: restrict } },
    (info) => (info.key_protection.assessment_result.device_integrity = 'none'),
    'none',
  ],
  [
    { generation_certifications: { any_of: ['fips_140_3_l3'], otherwise: restrict } },
    (info) => (info.key_generation.assessment_result.certifications = ['fips_140_2_l3', 'esv']),
    'fips_140_2_l3, esv',
  ],
  [
    { protection_certifications: { any_of: ['cc_ava_van5'], otherwise: restrict } },
    (info) => (info.key_protection.assessment_result.certifications = []),
    'none',
  ],
  [
    { process_country: { accept: ['US'], otherwise: restrict } },
    (info) => (info.key_generation.assessment_result.location = 'CA K1A 0B1'),
    'CA',
  ],
  [{ owner_country: { accept: ['US'], otherwise: restrict } }, (info) => (info.owner = entityOf({ country: 'CA' })), 'CA'],
  [{ process_owner_country: { accept: ['US'], otherwise: restrict } }, (info) => (info.process_owner = entityOf({ country: 'CA' })), 'CA'],
  [{ assessor_country: { accept: ['US'], otherwise: restrict } }, (info) => info.assessors.push(entityOf({ country: 'CA' })), 'US, CA'],
  [
    { assessment_age: { max_days: 365, otherwise: restrict } },
    (info) => (info.key_protection.completion_date = '2025-11-20T00:00:00Z'),
    '366 days',
  ],
  [
    { assessment_validity: { overdue: restrict, lapsed: restrict } },
    (info) => Object.assign(info.key_protection, { valid_until: '2026-11-20T23:59:59Z', grace_until: '2026-12-20T23:59:59Z' }),
    'key_protection overdue since 2026-11-20T23:59:59Z',
  ],
  [
    { accreditation_expired: { otherwise: restrict } },
    (info) => info.assessors.push(entityOf({ name: 'Late Assessors', accredited_until: '2026-11-20T23:59:59Z' })),
    'Late Assessors: 2026-11-20T23:59:59Z',
  ],
  [{ entity_suspended: { otherwise: restrict } }, (info) => (info.owner = entityOf({ state: 'suspended' })), 'owner suspended'],
]

describe('the decision on a key', () => {
  it('admits an active key that the policy finds nothing against', () => {
    const made = decided(knownAnswer())
    expect(decision.parse(made)).to.deep.equal(made)
    expect(made).to.deep.include({ outcome: 'admit', findings: [], registry, key_id: keyId, decided_at: '2026-11-21T00:00:00Z' })
    expect(made.as_of).to.deep.equal(knownAnswer().as_of)
    expect(causeOf(made)).to.equal(undefined)
  })

  for (const [rules, change, found] of rows) {
    const [rule = ''] = Object.keys(rules)
    it(`finds ${rule} ${found}`, () => {
      expect(decided(knownAnswer(), { rules }).findings).to.deep.equal([])
      const { outcome, findings } = decided(of(change), { rules })
      expect(outcome).to.equal('restrict')
      expect(findings.map((each) => [each.rule, each.found, each.severity])).to.deep.equal([[rule, found, 'restrict']])
    })
  }

  describe('on assessments past their validity', () => {
    const assessment_validity = { overdue: 'restrict', lapsed: 'refuse' } as const
    const outcomeAt = (generation: [string, string] | null, protection: [string, string] | null) =>
      decided(
        of((info) => {
          for (const [assessment, times] of [
            [info.key_generation, generation],
            [info.key_protection, protection],
          ] as const) {
            Object.assign(assessment, { valid_until: times?.[0] ?? null, grace_until: times?.[1] ?? null })
          }
        }),
        { rules: { assessment_validity } },
      )
    const [before, at, after] = ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', '2026-11-21T00:00:01Z'] as const

    it('is admit up to valid_until, overdue up to grace_until, lapsed after it, to the second', () => {
      const outcome = (valid_until: string, grace_until: string) => outcomeAt([valid_until, grace_until], null).outcome
      expect(outcome(at, at)).to.equal('admit')
      expect(outcome(before, at)).to.equal('restrict')
      expect(outcome(before, before)).to.equal('refuse')
      expect(outcome(after, after)).to.equal('admit')
    })

    it('goes by the worse of the two, and names both', () => {
      const { outcome, findings } = outcomeAt([before, after], [before, before])
      expect(outcome).to.equal('refuse')
      expect(findings.map(({ found, wanted, severity }) => [found, wanted, severity])).to.deep.equal([
        [
          `key_generation overdue since ${before}, key_protection lapsed since ${before}`,
          'both assessments within their validity',
          'refuse',
        ],
      ])
    })

    it('finds nothing where the registry sets no validity', () => {
      expect(outcomeAt(null, null).findings).to.deep.equal([])
    })
  })

  it('takes the worst of its findings', () => {
    const change = (info: KeyInfo) => {
      info.key_protection.assessment_result = { ...info.key_protection.assessment_result, key_storage: 'tee', device_integrity: 'none' }
    }
    const storage = { key_storage: { accept: ['hsm' as const], otherwise: 'refuse' as const } }
    const integrity = { device_integrity: { accept: ['secure_boot_software' as const], otherwise: 'admit' as const } }
    expect(decided(of(change), { rules: { ...storage, ...integrity } }).outcome).to.equal('refuse')
    expect(decided(of(change), { rules: integrity }).outcome).to.equal('admit')
    expect(causeOf(decided(of(change), { rules: storage }))).to.equal('policy')
  })

  it('asks more of an aggregator where the policy does', () => {
    const policy = { client_types: { aggregator: { key_storage: { accept: ['hsm' as const], otherwise: 'refuse' as const } } } }
    expect(decided(knownAnswer(), { policy }).outcome).to.equal('admit')
    expect(decided(knownAnswer(), { policy, client: 'aggregator' }).outcome).to.equal('refuse')
  })

  for (const unregistered of outcomes) {
    it(`is ${unregistered} for an unregistered key where the policy says so`, () => {
      const made = decided(unknownAnswer, { policy: { unregistered } })
      expect(made.outcome).to.equal(unregistered)
      expect(made.findings.map(({ rule }) => rule)).to.deep.equal(['unregistered'])
      expect(causeOf(made)).to.equal(unregistered === 'refuse' ? 'unknown_key' : undefined)
    })
  }

  it('refuses a key that is not active whatever the policy says, and names status and reason', () => {
    for (const status of statuses.filter((each) => each !== 'active')) {
      for (const reason of [...effectiveReasons, null]) {
        const made = decided(of((info) => Object.assign(info, { effective_status: status, effective_reason: reason })))
        const found = reason === null ? status : `${status} (${reason})`
        expect(made.outcome).to.equal('refuse')
        expect(made.findings).to.deep.equal([{ rule: 'status', found, wanted: 'active', severity: 'refuse', registry }])
        const cause =
          reason === 'process_revoked' || reason === 'assessment_withdrawn' ? reason : status === 'void' ? 'unknown_key' : status
        expect(causeOf(made)).to.equal(cause)
      }
    }
  })

  it('refuses an answer about another key', () => {
    expect(decided(of((info) => (info.key.key_id = `0x${'00'.repeat(32)}`))).outcome).to.equal('refuse')
  })

  it('does not depend on key storage where the policy has no such rule', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keyStorages), (storage) => {
        expect(decided(of((info) => (info.key_protection.assessment_result.key_storage = storage))).outcome).to.equal('admit')
      }),
    )
  })
})

describe('the decision where the registry cannot be reached', () => {
  const last = (age: number, answer = knownAnswer()) => ({ last_known: { answer, confirmed_at: now - age } })

  it('is made on the last known answer up to the age that the policy sets, and says its age', () => {
    const made = decided(unreachableAnswer, last(300))
    expect(made.outcome).to.equal('admit')
    expect(made.as_of).to.deep.equal(knownAnswer().as_of)
    expect(made.findings.map(({ rule, severity, found }) => [rule, severity, found])).to.deep.equal([
      ['answer_age', 'admit', 'an answer 300 s old: connection refused'],
    ])
  })

  it('refuses past that age, where the clock was set back since, and where there is no answer at all', () => {
    for (const given of [last(300.5), last(1e9), last(-3600), {}]) {
      const made = decided(unreachableAnswer, given)
      expect(made.outcome).to.equal('refuse')
      expect(made.as_of).to.equal(null)
      expect(causeOf(made)).to.equal('registry_unreachable')
    }
  })

  it('refuses on a last known revocation', () => {
    const answer = of((info) => Object.assign(info, { effective_status: 'revoked', effective_reason: 'keyCompromise' }))
    expect(causeOf(decided(unreachableAnswer, last(1, answer)))).to.equal('revoked')
  })

  it('never admits an unregistered key by silence', () => {
    expect(decided(unreachableAnswer, { policy: { unregistered: 'admit' } }).outcome).to.equal('refuse')
  })

  it('does not look at the last known answer while the registry answers', () => {
    expect(decided(unknownAnswer, last(1)).outcome).to.equal('refuse')
  })
})

describe('a policy at work', () => {
  it('lets everything pass in mode observe, and still says what it would do', () => {
    const made = decided(unknownAnswer, { policy: { mode: 'observe' } })
    expect([made.outcome, enforced(made), enforced(decided(unknownAnswer))]).to.deep.equal(['refuse', 'admit', 'refuse'])
    expect(made.policy).to.deep.include({ name: 'test', mode: 'observe' })
  })

  it('lets a restricted device use the paths that it lists, and no other spelling of others', () => {
    const policy = { restricted_may: ['/dcap', '/edev/*'] }
    for (const path of ['/dcap', '/dcap?s=0', '/edev/3', '/edev/3/reg']) expect(mayUse(policy, path), path).to.be.true
    const others = [
      '/',
      '',
      '/dcap/x',
      '/derp',
      '/edev',
      '/edev/../derp',
      '/edev//derp',
      '/edev/%2e%2e/derp',
      '/edev/.',
      'http://x/dcap',
      '/DCAP',
    ]
    for (const path of others) expect(mayUse(policy, path), path).to.be.false
  })
})

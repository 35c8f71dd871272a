import { expect } from 'chai'
import * as fc from 'fast-check'
import { effectiveStatus } from '../../src/domain/effective-status.ts'
import type { EffectiveFacts } from '../../src/domain/effective-status.ts'
import { assessmentStates, finalStatuses, keyReasons, statuses } from '../../src/domain/enumerations.ts'

const assessment = { state: 'approved', completion_date: 100, assessor_struck_off_since: null } as const
const following = { superseded_at: null, follows_lot: true }
/** When it is asked: after everything. */
const now = 1000
const active = { status: 'active', reason: null, since: 50, ...following } as const
const sound: EffectiveFacts = {
  key: active,
  lot: { state: 'active', since: 40 },
  lot_owner: { state: 'active', since: 40 },
  process: { state: 'active', since: 30 },
  key_generation: assessment,
  key_protection: assessment,
}
const withdrawn = { ...assessment, state: 'withdrawn' } as const
const suspended = { ...assessment, state: 'suspended' } as const
const struckOff = { ...assessment, assessor_struck_off_since: 100 }

const rows: readonly (readonly [string, Partial<EffectiveFacts>, string, string | null])[] = [
  ['all is sound', {}, 'active', null],
  ['the process is suspended', { process: { state: 'suspended', since: 60 } }, 'suspended', 'process_suspended'],
  ['the process is revoked', { process: { state: 'revoked', since: 60 } }, 'revoked', 'process_revoked'],
  ['the lot is suspended', { lot: { state: 'suspended', since: 60 } }, 'suspended', 'lot_suspended'],
  ['a head is suspended', { key_protection: suspended }, 'suspended', 'assessment_suspended'],
  ['a head is withdrawn', { key_generation: withdrawn }, 'suspended', 'assessment_withdrawn'],
  ['an assessor was struck off before completion', { key_protection: struckOff }, 'suspended', 'assessor_struck_off'],
  ['an assessor was struck off after completion', { key_protection: { ...assessment, assessor_struck_off_since: 101 } }, 'active', null],
  [
    'process, lot and assessment are suspended',
    { process: { state: 'suspended', since: 60 }, lot: { state: 'suspended', since: 1 }, key_generation: suspended },
    'suspended',
    'process_suspended',
  ],
  [
    'lot is suspended and head withdrawn',
    { lot: { state: 'suspended', since: 60 }, key_generation: withdrawn },
    'suspended',
    'lot_suspended',
  ],
  [
    'one head is suspended, the other withdrawn',
    { key_generation: suspended, key_protection: withdrawn },
    'suspended',
    'assessment_withdrawn',
  ],
  [
    'one head is suspended, the other of one struck off',
    { key_generation: suspended, key_protection: struckOff },
    'suspended',
    'assessor_struck_off',
  ],
  [
    'the key is suspended and so is the process',
    { key: { status: 'suspended', reason: 'keyCompromise', since: 70, ...following }, process: { state: 'suspended', since: 60 } },
    'suspended',
    'keyCompromise',
  ],
  [
    'the key is suspended, the process revoked',
    { key: { status: 'suspended', reason: 'keyCompromise', since: 10, ...following }, process: { state: 'revoked', since: 60 } },
    'revoked',
    'process_revoked',
  ],
  [
    'the key was retired before the process was revoked',
    { key: { status: 'eol', reason: 'cessationOfOperation', since: 59, ...following }, process: { state: 'revoked', since: 60 } },
    'eol',
    'cessationOfOperation',
  ],
  [
    'the key was retired as the process was revoked',
    { key: { status: 'eol', reason: null, since: 60, ...following }, process: { state: 'revoked', since: 60 } },
    'eol',
    null,
  ],
  [
    'the key was retired after the process was revoked',
    { key: { status: 'eol', reason: null, since: 61, ...following }, process: { state: 'revoked', since: 60 } },
    'revoked',
    'process_revoked',
  ],
  [
    'the entry was made void after the process was revoked',
    { key: { status: 'void', reason: 'unspecified', since: 61, ...following }, process: { state: 'revoked', since: 60 } },
    'void',
    'unspecified',
  ],
  ['the lot’s owner suspended it', { lot_owner: { state: 'suspended', since: 60 } }, 'suspended', 'lot_suspended'],
  ['the lot’s owner revoked it', { lot_owner: { state: 'revoked', since: 60 } }, 'revoked', 'lot_revoked'],
  ['the lot’s owner retired it', { lot_owner: { state: 'eol', since: 60 } }, 'eol', 'lot_retired'],
  [
    'the lot’s owner revoked it and the key went its own way',
    { key: { ...active, follows_lot: false }, lot_owner: { state: 'revoked', since: 60 } },
    'active',
    null,
  ],
  [
    'the key went its own way and the regulator suspended the lot',
    { key: { ...active, follows_lot: false }, lot: { state: 'suspended', since: 60 } },
    'suspended',
    'lot_suspended',
  ],
  [
    'lot and process were revoked at once',
    { lot_owner: { state: 'revoked', since: 60 }, process: { state: 'revoked', since: 60 } },
    'revoked',
    'lot_revoked',
  ],
  ['the overlap with the successor is over', { key: { ...active, superseded_at: now } }, 'superseded', 'superseded'],
  ['the overlap with the successor lasts', { key: { ...active, superseded_at: now + 1 } }, 'active', null],
  [
    'it was revoked before the overlap was over',
    { key: { status: 'revoked', reason: 'keyCompromise', since: 60, superseded_at: 70, follows_lot: true } },
    'revoked',
    'keyCompromise',
  ],
]

const isFinal = ({ state }: { state: string }) => state === 'revoked' || state === 'eol'
const time = fc.nat(200)
const state = fc.constantFrom('active', 'suspended', 'revoked')
const series = fc.record({ state: fc.constantFrom(...assessmentStates), completion_date: time, assessor_struck_off_since: fc.option(time) })
const anyFacts: fc.Arbitrary<EffectiveFacts> = fc.record({
  key: fc.record({
    status: fc.constantFrom(...statuses),
    reason: fc.option(fc.constantFrom(...keyReasons)),
    since: time,
    superseded_at: fc.option(fc.integer({ min: 201, max: 400 })),
    follows_lot: fc.boolean(),
  }),
  lot: fc.record({ state: fc.constantFrom('active', 'suspended'), since: time }),
  lot_owner: fc.record({ state: fc.constantFrom('active', 'suspended', 'revoked', 'eol'), since: time }),
  process: fc.record({ state, since: time }),
  key_generation: series,
  key_protection: series,
})

describe('the effective status', () => {
  for (const [given, change, status, reason] of rows) {
    it(`is ${status}${reason === null ? '' : `, ${reason},`} where ${given}`, () => {
      expect(effectiveStatus({ ...sound, ...change }, now)).to.deep.equal({ status, reason })
    })
  }

  it('is final where the key’s own is, and its own where nothing else is final', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (!finalStatuses.includes(facts.key.status)) return
        const { status, reason } = effectiveStatus(facts, now)
        expect(finalStatuses).to.include(status)
        const lotFell = facts.key.follows_lot && ['revoked', 'eol'].includes(facts.lot_owner.state)
        if ((facts.process.state !== 'revoked' && !lotFell) || facts.key.status === 'void') {
          expect({ status, reason }).to.deep.equal({ status: facts.key.status, reason: facts.key.reason })
        }
      }),
    )
  })

  it('does not depend on which of the two series has a finding', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const swapped = { ...facts, key_generation: facts.key_protection, key_protection: facts.key_generation }
        expect(effectiveStatus(swapped, now)).to.deep.equal(effectiveStatus(facts, now))
      }),
    )
  })

  it('is active only where nothing speaks against the key', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { key, lot, lot_owner, process, key_generation, key_protection } = facts
        const clean = [key_generation, key_protection].every(
          ({ state: head, completion_date, assessor_struck_off_since: since }) =>
            head !== 'suspended' && head !== 'withdrawn' && (since === null || since > completion_date),
        )
        const lotSound = lot.state === 'active' && (!key.follows_lot || lot_owner.state === 'active')
        const all = clean && key.status === 'active' && key.superseded_at === null && lotSound && process.state === 'active'
        expect(effectiveStatus(facts, now).status === 'active').to.equal(all)
      }),
    )
  })

  it('once final stays as it is, whatever comes later but void', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, later) => {
        const before = effectiveStatus(facts, now)
        if (!finalStatuses.includes(before.status)) return
        const delay = 401
        const keyIsFinal = finalStatuses.includes(facts.key.status) || facts.key.superseded_at !== null
        const status = later.key.status === 'void' ? 'revoked' : later.key.status
        const { follows_lot } = facts.key
        const after = {
          key: keyIsFinal ? facts.key : { ...later.key, status, since: later.key.since + delay, superseded_at: null, follows_lot },
          lot: later.lot,
          lot_owner: isFinal(facts.lot_owner) ? facts.lot_owner : { ...later.lot_owner, since: later.lot_owner.since + delay },
          process: facts.process.state === 'revoked' ? facts.process : { ...later.process, since: later.process.since + delay },
          key_generation: later.key_generation,
          key_protection: later.key_protection,
        } as const
        expect(effectiveStatus(after, now)).to.deep.equal(before)
      }),
      { numRuns: 1000 },
    )
  })
})

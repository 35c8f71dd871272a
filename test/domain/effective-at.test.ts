import { expect } from 'chai'
import * as fc from 'fast-check'
import { causeOf } from '../../src/domain/cause-of.ts'
import { decide } from '../../src/domain/decide.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { effectiveAt, factsOf } from '../../src/domain/effective-at.ts'
import { effectiveStatus } from '../../src/domain/effective-status.ts'
import { assessmentStates, keyReasons, recordStates, statuses } from '../../src/domain/enumerations.ts'
import { toTime } from '../../src/domain/fields.ts'
import type { KeyStatusAnswer } from '../../src/domain/key-status-source.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { keyId, keyInfoOf, registry } from '../support/key-info.ts'
import { policyOf } from '../support/two-registries.ts'

const supersededAt = 1_800_000_000
const successorId = `0x${'6b'.repeat(32)}` as const

const rotated = (info: KeyInfo) => Object.assign(info, { successor_id: successorId, superseded_at: toTime(supersededAt) })
const statusAt = (info: KeyInfo, at: number) => {
  const { effective_status, effective_reason } = effectiveAt(info, at)
  return { status: effective_status, reason: effective_reason }
}

/** Seconds around the end of the overlap. */
const time = fc.integer({ min: supersededAt - 3, max: supersededAt + 3 })
const history = fc.record({
  status: fc.constantFrom(...statuses.filter((status) => status !== 'superseded')),
  reason: fc.constantFrom(...keyReasons),
  follows: fc.boolean(),
  lot: fc.constantFrom(...recordStates.slice(0, 2)),
  lotOwner: fc.constantFrom(...recordStates),
  process: fc.constantFrom(...recordStates.slice(0, 3)),
  assessment: fc.constantFrom(...assessmentStates),
  isStruckOff: fc.boolean(),
  times: fc.tuple(time, time, time),
})

describe('the effective status of a rotated key', () => {
  it('comes to what the one rule says at any later time, from an answer of any time before', () => {
    const cases = fc.record({ history, first: time, later: fc.integer({ min: 0, max: 6 }) })
    fc.assert(
      fc.property(cases, ({ history, first, later }) => {
        const { times, ...states } = history
        const since = times.map((each) => Math.min(each, first))
        const info = keyInfoOf((each) => {
          rotated(each)
          Object.assign(each.key, { status: states.status, status_reason: states.reason, status_since: toTime(since[0] as number) })
          each.key.follows_lot = states.follows
          each.lot.state = states.lot
          Object.assign(each.lot, { owner_state: states.lotOwner, owner_state_since: toTime(since[1] as number) })
          Object.assign(each.process, { state: states.process, state_since: toTime(since[2] as number) })
          each.key_protection.state = states.assessment
          if (states.isStruckOff) for (const assessor of each.assessors) assessor.struck_off_since = '2026-01-01T00:00:00Z'
        })
        const answered = effectiveStatus(factsOf(info), first)
        const given = { ...info, effective_status: answered.status, effective_reason: answered.reason }
        expect(statusAt(given, first + later)).to.deep.equal(effectiveStatus(factsOf(info), first + later))
      }),
      { numRuns: 2000 },
    )
  })

  it('is superseded from superseded_at on, and not a second before', () => {
    const info = keyInfoOf(rotated)
    expect(statusAt(info, supersededAt - 1)).to.deep.equal({ status: 'active', reason: null })
    expect(statusAt(info, supersededAt - 0.001)).to.deep.equal({ status: 'active', reason: null })
    expect(statusAt(info, supersededAt)).to.deep.equal({ status: 'superseded', reason: 'superseded' })
  })

  it('is that of a key without a successor for ever', () => {
    const info = keyInfoOf()
    expect(effectiveAt(info, Number.MAX_SAFE_INTEGER)).to.equal(info)
  })
})

describe('the decision on a rotated key', () => {
  const info = keyInfoOf(rotated)
  const answer = { kind: 'known', registry, as_of: info.as_of, info } as const
  const away: KeyStatusAnswer = { kind: 'unreachable', registry, cause: 'connection refused' }
  const policy = policyOf()
  const made = (now: number, asked: KeyStatusAnswer, confirmed_at = now): Decision =>
    decide({ key_id: keyId, answer: asked, last_known: { answer, confirmed_at }, policy, client_type: 'device', now })

  it('admits it during the overlap, and finds that it is rotated', () => {
    const decision = made(supersededAt - 1, answer)
    expect(decision.outcome).to.equal('admit')
    expect(decision.findings).to.deep.equal([
      {
        rule: 'rotated',
        found: `superseded from ${toTime(supersededAt)} on by ${successorId}`,
        wanted: 'the newest key of the device',
        severity: 'admit',
        registry,
      },
    ])
  })

  it('refuses it as superseded from then on, by an answer from before', () => {
    const decision = made(supersededAt, answer)
    expect([decision.outcome, causeOf(decision), decision.consulted[0]?.status]).to.deep.equal(['refuse', 'superseded', 'superseded'])
  })

  it('refuses it as superseded by the last known answer, however old that is, while the registry is away', () => {
    expect(made(supersededAt - 1, away).outcome).to.equal('admit')
    expect(causeOf(made(supersededAt, away))).to.equal('superseded')
    expect(causeOf(made(supersededAt, away, supersededAt - 100_000))).to.equal('superseded')
    expect(causeOf(made(supersededAt - 1, away, supersededAt - 100_000))).to.equal('registry_unreachable')
  })
})

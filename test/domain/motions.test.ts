import { expect } from 'chai'
import { leastNeeded, mostNodes, mostSeats } from '../../src/domain/caps.ts'
import { afterCalls, touchesCaps } from '../../src/domain/motions/after-calls.ts'
import { capStanding, type Governed } from '../../src/domain/motions/governed.ts'
import { motionStates, type DecodedCall, type MotionRecord, type MotionState } from '../../src/domain/motions/motion-record.ts'
import { requireStep, stepFrom, type MotionStep } from '../../src/domain/motions/require-step.ts'
import { tallyBy } from '../../src/domain/motions/tally-by.ts'
import { Problem } from '../../src/domain/problem.ts'

const start = Date.parse('2026-11-21T12:00:00Z') / 1000
const times = {
  proposed_at: '2026-11-21T11:00:00Z',
  vote_after: '2026-11-21T12:00:00Z',
  vote_until: '2026-11-21T13:00:00Z',
  queue_until: '2026-11-22T12:30:00Z',
  execute_from: '2026-11-21T14:00:00Z',
  execute_until: '2026-11-22T14:00:00Z',
}
const motionIn = (state: MotionState, change: Partial<MotionRecord['times']> = {}): MotionRecord => ({
  motion_id: `0x${'01'.repeat(32)}`,
  kind: 'ordinary',
  state,
  proposer: `0x${'02'.repeat(20)}`,
  description: 'Accredit',
  tally: { seats: 7, needed: 4, for: 3, against: 1, abstain: 1 },
  times: { ...times, ...change },
  calls: [],
})

describe('a step of a motion', () => {
  const possible: Readonly<Record<MotionStep, MotionState>> = { vote: 'active', queue: 'passed', execute: 'queued', cancel: 'pending' }
  const refusal = (step: MotionStep, motion: MotionRecord, clock: number): Problem | undefined => {
    try {
      requireStep(step, motion, clock)
      return undefined
    } catch (error) {
      return error as Problem
    }
  }

  for (const [step, wanted] of Object.entries(possible) as [MotionStep, MotionState][]) {
    for (const state of motionStates) {
      it(`to ${step} is ${state === wanted ? 'possible' : 'refused'} while it is ${state}`, () => {
        const clock = state === 'pending' ? start - 60 : start + 7200
        const problem = refusal(step, motionIn(state), clock)
        if (state === wanted) expect(problem).to.equal(undefined)
        else expect(problem).to.be.instanceOf(Problem)
      })
    }
  }

  it('that time alone is missing for names the time and the seconds left', () => {
    const early = refusal('vote', motionIn('pending'), start - 60)
    expect(early).to.include({ code: 'motion_too_early' })
    expect(early?.message).to.equal("the vote begins 2026-11-21T12:00:01Z: in 61 seconds by the chain's clock")
    expect(refusal('execute', motionIn('queued'), start)?.message).to.contain('2026-11-21T14:00:00Z: in 7200 seconds')
    expect(stepFrom('vote', motionIn('pending'))).to.equal(start + 1)
    expect(stepFrom('queue', motionIn('passed'))).to.equal(undefined)
    expect(refusal('vote', motionIn('pending'), start + 1), 'time has passed since it was read').to.equal(undefined)
  })

  const said: [MotionStep, MotionState, string, RegExp][] = [
    ['queue', 'active', 'motion_not_passed', /needs 4 of 7 seats, has 3 for it, 1 against, 1 abstaining; the vote ends 2026-11-21T13/],
    ['vote', 'passed', 'motion_too_late', /is passed/],
    ['vote', 'rejected', 'motion_too_late', /the vote ended 2026-11-21T13/],
    ['queue', 'rejected', 'motion_final', /is rejected/],
    ['execute', 'passed', 'motion_not_queued', /not queued/],
    ['queue', 'queued', 'motion_too_late', /can be executed from 2026-11-21T14/],
    ['execute', 'expired', 'motion_final', /was to be executed until 2026-11-22T14/],
    ['execute', 'executed', 'motion_final', /executed already/],
    ['queue', 'cancelled', 'motion_final', /cancelled/],
    ['cancel', 'active', 'motion_not_proposer', /the vote began 2026-11-21T12/],
  ]
  for (const [step, state, code, words] of said) {
    it(`to ${step} while it is ${state} is ${code}, with numbers`, () => {
      const problem = refusal(step, motionIn(state), start + 10_000)
      expect(problem?.code).to.equal(code)
      expect(problem?.message).to.match(words)
    })
  }
  it('says where too few seats are left for the motion to pass', () => {
    const against = { ...motionIn('active'), tally: { seats: 7, needed: 4, for: 3, against: 4, abstain: 0 } }
    expect(refusal('queue', against, start + 10)?.message).to.contain('it cannot pass any more')
    expect(refusal('queue', motionIn('active'), start + 10)?.message).not.to.contain('cannot pass')
  })
  it('that came too late to be queued says until when it was to be queued', () => {
    const problem = refusal('queue', motionIn('expired', { execute_from: null, execute_until: null }), start)
    expect(problem?.message).to.contain('was to be queued until 2026-11-22T12:30:00Z')
  })
})

describe('the caps', () => {
  it('of nodes leave less than a third, of seats less than an ordinary motion needs, and not one fewer than they must', () => {
    for (let size = 7; size <= 30; size++) {
      expect(3 * mostNodes(size)).to.be.below(size)
      expect(3 * (mostNodes(size) + 1)).to.be.at.least(size)
      const needed = leastNeeded.ordinary(size)
      expect(2 * needed).to.be.above(size)
      expect(2 * (needed - 1)).to.be.at.most(size)
      expect(3 * leastNeeded.constitution(size)).to.be.at.least(2 * size)
      expect(mostSeats(needed) + 1).to.equal(needed)
    }
  })

  const half = { numerator: 1, denominator: 2 }
  const governed: Governed = {
    home_countries: ['US'],
    thresholds: { ordinary: half, constitution: { numerator: 2, denominator: 3 } },
    seats: Array.from({ length: 7 }, (_, index) => ({
      entity_id: `0x${index}`,
      country: index < 2 ? 'DE' : 'US',
      segment: index < 3 ? 'utility' : `segment_${index}`,
      group: `g${index}`,
    })),
    nodes: Array.from({ length: 8 }, (_, index) => ({
      account: `0x${index}`,
      state: index === 7 ? 'standby' : 'active',
      control_country: index === 0 ? 'DE' : 'US',
      hosting_country: index === 1 ? 'FR' : 'US',
      segment: `segment_${index % 4}`,
      group: `g${index}`,
    })),
  }
  const call = (contract: string, name: string, values: Record<string, unknown>): DecodedCall => ({
    target: '0x',
    contract,
    function: name,
    arguments: values,
    calldata: '0x',
  })

  it('count operators and places outside the home countries, and validators alone', () => {
    const { seats, nodes } = capStanding(governed)
    expect(seats).to.deep.equal({
      size: 7,
      needed: { ordinary: 4, constitution: 5 },
      foreign: { count: 2, most: 3, name: null },
      segment: { count: 3, most: 3, name: 'utility' },
    })
    expect(nodes).to.deep.equal({
      size: 7,
      foreign: { count: 2, most: 2, name: null },
      segment: { count: 2, most: 2, name: 'segment_0' },
      group: { count: 1, most: 2, name: 'g0' },
    })
  })

  const effects: [DecodedCall, (standing: ReturnType<typeof capStanding>) => unknown, unknown][] = [
    [
      call('Board', 'setHomeCountries', { countries: ['DE', 'FR'] }),
      ({ seats, nodes }) => [seats.foreign.count, nodes.foreign.count],
      [5, 7],
    ],
    [
      call('Board', 'setThreshold', { kind: 0, numerator: 6, denominator: 7 }),
      ({ seats }) => [seats.needed.ordinary, seats.foreign.most],
      [6, 5],
    ],
    [
      call('Board', 'changeSeats', { taken: ['0x0'], given: [{ entityId: '0x9', country: 'FR', segment: 'utility', group: 'g9' }] }),
      ({ seats }) => [seats.size, seats.foreign.count, seats.segment.count],
      [7, 2, 3],
    ],
    [call('ValidatorSet', 'change', { leaving: [], joining: ['0x7'] }), ({ nodes }) => [nodes.size, nodes.segment.count], [8, 2]],
    [call('ValidatorSet', 'swap', { leaving: ['0x0'], joining: ['0x7'] }), ({ nodes }) => [nodes.size, nodes.foreign.count], [7, 1]],
    [
      call('ValidatorSet', 'recordFacts', {
        account: '0x2',
        facts: { controlCountry: 'US', hostingCountry: 'CA', segment: 'segment_0', group: 'g0' },
      }),
      ({ nodes }) => [nodes.foreign.count, nodes.segment.count, nodes.group.count],
      [3, 3, 2],
    ],
  ]
  for (const [made, of, wanted] of effects) {
    it(`are counted on the result of ${made.contract}.${made.function}`, () => {
      expect(touchesCaps([made])).to.equal(true)
      expect(of(capStanding(afterCalls(governed, [made])))).to.deep.equal(wanted)
    })
  }

  it('stay as they are under anything else', () => {
    const other = call('EntityRegistry', 'accredit', { entityId: '0x0' })
    expect(touchesCaps([other])).to.equal(false)
    expect(afterCalls(governed, [other])).to.deep.equal(governed)
  })
})

describe('votes by segment and country', () => {
  it('count every seat, those that have not voted too, and accounts without a seat apart', () => {
    const vote = (segment: string | null, how: 'for' | 'against' | null) =>
      ({ account: '0x', entity_id: null, country: 'US', segment, vote: how, reason: '', time: null }) as const
    const votes = [vote('utility', 'for'), vote('utility', null), vote('chip_vendor', 'against'), vote(null, 'for')]

    expect(tallyBy(votes, 'segment')).to.deep.equal([
      { name: '-', for: 1, against: 0, abstain: 0, silent: 0 },
      { name: 'chip_vendor', for: 0, against: 1, abstain: 0, silent: 0 },
      { name: 'utility', for: 1, against: 0, abstain: 0, silent: 1 },
    ])
    expect(tallyBy(votes, 'country')).to.deep.equal([{ name: 'US', for: 2, against: 1, abstain: 0, silent: 1 }])
  })
})

import { expect } from 'chai'
import * as fc from 'fast-check'
import { causeOf } from '../../src/domain/cause-of.ts'
import { decide } from '../../src/domain/decide.ts'
import { decideAmong } from '../../src/domain/decide-among.ts'
import { decision, outcomes } from '../../src/domain/decision.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { enforced } from '../../src/domain/enforce.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { keyId } from '../support/key-info.ts'
import { consultedIn, limit, nameOf, now, policyOf, states } from '../support/two-registries.ts'
import type { State } from '../support/two-registries.ts'

const among = (given: readonly State[], policies: readonly Partial<Policy>[] = []): Decision => {
  const consulted = given.map((state, index) => consultedIn(state, index, policyOf(policies[index])))
  return decideAmong({ key_id: keyId, consulted, client_type: 'device', now })
}
const isFallen = (state: State) => state === 'fallen' || state === 'remembered_fallen'
const isSilent = (state: State) => state === 'silent' || state.startsWith('stale_')
const isGood = (state: State) => state === 'good' || state === 'remembered_good'

type Wanted = { outcome: Decision['outcome']; cause: string; registry: string }
/** The rule in the words of the design: fallen in any means refuse; silence of any means refuse; else the first that knows it decides. */
const wantedOf = (given: readonly State[]): Wanted => {
  const refuse = (cause: string, decides: (state: State) => boolean): Wanted => {
    return { outcome: 'refuse', cause, registry: nameOf(given.findIndex(decides)) }
  }
  if (given.some(isFallen)) return refuse('suspended', isFallen)
  if (given.some(isSilent)) return refuse('registry_unreachable', isSilent)
  if (given.some(isGood)) return { outcome: 'admit', cause: '', registry: nameOf(given.findIndex(isGood)) }
  return refuse('unknown_key', () => true)
}
const madeOf = (made: Decision): Wanted => ({ outcome: made.outcome, cause: causeOf(made) ?? '', registry: made.registry })

/** Stricter than what another outcome lets pass, or the same. */
const atLeast = (one: Decision['outcome'], other: Decision['outcome']) => outcomes.indexOf(one) >= outcomes.indexOf(other)

describe('the decision by what two registries say of a key', () => {
  for (const first of states) {
    for (const second of states) {
      const wanted = wantedOf([first, second])
      it(`is ${wanted.outcome} ${wanted.cause} where the first says ${first} and the second ${second}`, () => {
        const made = among([first, second])
        expect(madeOf(made)).to.deep.equal(wanted)
        expect(decision.parse(made)).to.deep.equal(made)
        expect(made.consulted.map(({ registry }) => registry)).to.deep.equal([nameOf(0), nameOf(1)])
      })
    }
  }

  it('is made under the policy of the first registry in the order that knows the key', () => {
    const strict: Partial<Policy> = { name: 'strict', rules: { key_storage: { accept: ['hsm'], otherwise: 'refuse' } } }
    const mild: Partial<Policy> = { name: 'mild', rules: { key_storage: { accept: ['hsm'], otherwise: 'restrict' } } }
    const under = (...[given, policies]: Parameters<typeof among>) => {
      const { outcome, policy, registry, findings } = among(given, policies)
      return [outcome, policy.name, registry, ...findings.map((each) => each.registry)]
    }
    expect(under(['good', 'good'], [mild, strict])).to.deep.equal(['restrict', 'mild', nameOf(0), nameOf(0)])
    expect(under(['good', 'good'], [strict, mild])).to.deep.equal(['refuse', 'strict', nameOf(0), nameOf(0)])
    expect(under(['unknown', 'good'], [strict, mild])).to.deep.equal(['restrict', 'mild', nameOf(1), nameOf(1)])
    expect(under(['void', 'good'], [strict, mild])).to.deep.equal(['restrict', 'mild', nameOf(1), nameOf(1)])
  })

  it('gives a key that none knows the worst that their policies have for unregistered keys', () => {
    for (const first of outcomes) {
      for (const second of outcomes) {
        const made = among(['unknown', 'unknown'], [{ unregistered: first }, { unregistered: second }])
        expect(made.outcome).to.equal(atLeast(first, second) ? first : second)
        expect(made.findings.map(({ rule, registry }) => `${rule} ${registry}`).sort()).to.deep.equal(
          [0, 1].map((index) => `unregistered ${nameOf(index)}`),
        )
      }
    }
  })

  it('names the processes and assessments of each registry together with it', () => {
    const { consulted } = among(['good', 'unknown', 'silent', 'fallen'])
    const ids = { process_id: '1', key_generation_id: '1', key_protection_id: '2' }
    const none = { process_id: null, key_generation_id: null, key_protection_id: null }
    const as_of = { block: 7, time: '2026-11-01T00:00:00Z' }
    expect(consulted).to.deep.equal([
      { registry: nameOf(0), status: 'active', ...ids, as_of },
      { registry: nameOf(1), status: 'unknown', ...none, as_of },
      { registry: nameOf(2), status: 'unreachable', ...none, as_of: null },
      { registry: nameOf(3), status: 'suspended', ...ids, as_of },
    ])
  })
})

describe('how long the last answer of a registry counts', () => {
  const long = { max_answer_age_seconds: limit * 10 }

  it('is said by its own policy for a key that it knew', () => {
    expect(madeOf(among(['good', 'stale_good'], [long, {}]))).to.include({ cause: 'registry_unreachable', registry: nameOf(1) })
    expect(among(['good', 'stale_good'], [{}, long]).outcome).to.equal('admit')
    expect(madeOf(among(['good', 'stale_fallen'], [{}, long]))).to.include({ cause: 'suspended', registry: nameOf(1) })
    expect(madeOf(among(['unknown', 'stale_good'], [long, {}]))).to.include({ cause: 'registry_unreachable', registry: nameOf(1) })
  })

  it('is said by the policy that decides for a key that it did not know', () => {
    const made = among(['good', 'stale_unknown'], [long, {}])
    expect(made.outcome).to.equal('admit')
    expect(made.findings.map(({ rule, registry }) => [rule, registry])).to.deep.equal([['answer_age', nameOf(1)]])
    expect(made.findings[0]?.wanted).to.equal(`an answer at most ${limit * 10} s old`)
    expect(madeOf(among(['good', 'stale_unknown'], [{}, long]))).to.include({ cause: 'registry_unreachable', registry: nameOf(1) })
    expect(among(['stale_unknown', 'good'], [{}, long]).outcome).to.equal('admit')
  })

  it('is said by its own policy where none knows the key', () => {
    expect(causeOf(among(['unknown', 'stale_unknown'], [long, {}]))).to.equal('registry_unreachable')
    expect(causeOf(among(['unknown', 'stale_unknown'], [{}, long]))).to.equal('unknown_key')
  })
})

describe('policies that only observe, beside others', () => {
  const observe = { mode: 'observe' } as const
  const restrict: Partial<Policy> = { rules: { key_storage: { accept: ['hsm'], otherwise: 'restrict' } } }

  it('enforce nothing, and are counted', () => {
    for (const [state, cause] of [
      ['fallen', 'suspended'],
      ['silent', 'registry_unreachable'],
    ] as const) {
      const made = among(['good', state], [{}, observe])
      expect([enforced(made), causeOf(made), made.policy.mode, made.registry]).to.deep.equal(['admit', cause, 'observe', nameOf(1)])
    }
  })

  it('take nothing from what the others enforce', () => {
    const made = among(['good', 'fallen'], [restrict, observe])
    expect([enforced(made), made.registry, causeOf(made)]).to.deep.equal(['restrict', nameOf(0), undefined])
    expect(made.findings.map(({ rule, severity }) => [rule, severity])).to.deep.equal([
      ['key_storage', 'restrict'],
      ['status', 'admit'],
    ])
    expect(enforced(among(['fallen', 'good'], [{}, observe]))).to.equal('refuse')
    expect(enforced(among(['unknown', 'unknown'], [observe, {}]))).to.equal('refuse')
  })

  it('do not make a key unknown while their registry is away', () => {
    const made = among(['unknown', 'silent'], [{}, observe])
    expect([enforced(made), causeOf(made)]).to.deep.equal(['refuse', 'registry_unreachable'])
  })
})

describe('the decision among any number of registries', () => {
  const rules = fc.constantFrom(...outcomes).map((otherwise): Policy['rules'] => ({ key_storage: { accept: ['hsm'], otherwise } }))
  const policy = fc.record({ rules, unregistered: fc.constantFrom(...outcomes) })
  const anyPolicy = fc.record({ rules, unregistered: fc.constantFrom(...outcomes), mode: fc.constantFrom('enforce', 'observe') })
  const row = <P>(policies: fc.Arbitrary<P>) =>
    fc.array(fc.tuple(fc.constantFrom(...states), policies), { minLength: 1, maxLength: 5 }).map((each) => ({
      given: each.map(([state]) => state),
      policies: each.map(([, its]) => its),
    }))

  it('never admits a key that fell in any of them, nor one that one of them is silent about', () => {
    fc.assert(
      fc.property(row(policy), ({ given, policies }) => {
        const made = among(given, policies)
        if (given.some(isFallen)) expect(causeOf(made)).to.equal('suspended')
        else if (given.some(isSilent)) expect(causeOf(made)).to.equal('registry_unreachable')
      }),
    )
  })

  it('is otherwise that of the first that knows the key, as if it were asked alone, but for the age of what others said', () => {
    fc.assert(
      fc.property(row(policy), ({ given, policies }) => {
        fc.pre(!given.some(isFallen) && !given.some(isSilent) && given.some(isGood))
        const index = given.findIndex(isGood)
        const alone = decide({
          key_id: keyId,
          ...consultedIn(given[index] as State, index, policyOf(policies[index])),
          client_type: 'device',
          now,
        })
        const { consulted: _, findings, ...made } = among(given, policies)
        const { consulted: __, findings: ofAlone, ...wanted } = alone
        expect(made).to.deep.equal(wanted)
        const rulesOf = (all: Decision['findings']) => all.filter(({ rule }) => rule !== 'answer_age')
        expect(rulesOf(findings)).to.deep.equal(rulesOf(ofAlone))
      }),
    )
  })

  it('does not depend on their order, unless several know the key', () => {
    const shuffled = row(policy).chain(({ given, policies }) =>
      fc
        .shuffledSubarray(
          given.map((_, index) => index),
          { minLength: given.length },
        )
        .map((order) => ({ given, policies, order })),
    )
    fc.assert(
      fc.property(shuffled, ({ given, policies, order }) => {
        fc.pre(given.filter(isGood).length < 2)
        const other = among(
          order.map((index) => given[index] as State),
          order.map((index) => policies[index] ?? {}),
        )
        const made = among(given, policies)
        expect([other.outcome, causeOf(other)]).to.deep.equal([made.outcome, causeOf(made)])
      }),
    )
  })

  it('is as bad as its worst finding, and enforces at least what every registry that enforces alone would of a key that fell', () => {
    fc.assert(
      fc.property(row(anyPolicy), ({ given, policies }) => {
        const made = among(given, policies)
        const worst = made.findings.reduce((level, { severity }) => Math.max(level, outcomes.indexOf(severity)), 0)
        expect(made.outcome).to.equal(outcomes[worst])
        for (const [index, state] of given.entries()) {
          const counts = isFallen(state) || isSilent(state) || given.findIndex(isGood) === index || !given.some(isGood)
          if (counts && policies[index]?.mode === 'enforce') {
            const alone = among([state], [policies[index] ?? {}])
            expect(atLeast(enforced(made), enforced(alone)), `${state} at ${index}`).to.equal(true)
          }
        }
      }),
    )
  })

  it('is that of the one registry where one is asked', () => {
    for (const state of states) {
      const alone = decide({ key_id: keyId, ...consultedIn(state, 0), client_type: 'device', now })
      expect(among([state])).to.deep.equal(alone)
    }
  })
})

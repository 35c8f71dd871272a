import { expect } from 'chai'
import * as fc from 'fast-check'
import type { Board } from '../../../types/index.ts'
import { constitutionWorld } from '../support/constitution.ts'
import { motionKinds } from '../support/governance.ts'
import { countryBytes } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { refusalOf } from '../support/refusal.ts'
import { entityOf, seatNames, segments } from '../support/seats.ts'
import { apply, type Change, type Model } from './board-model.ts'
import { boardInWords, detailsOf, dictionaryOf, inOrder, refusalInWords } from './board-words.ts'

const { loadFixture } = networkHelpers
const countries = ['US', 'CA', 'DE', 'NL']
const names = [...seatNames, ...Array.from({ length: 27 }, (_, index) => `entity ${index}`)]
const dictionary = dictionaryOf(names)

/** A place among the seats, or an entity that may have none. */
const anyTaken = fc.oneof({ weight: 20, arbitrary: fc.nat(29) }, { weight: 1, arbitrary: fc.constantFrom(...names) })
/** Another's, now and then. */
const others = fc.oneof({ weight: 20, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...names) })
const anyGiven = fc
  .record({
    entity: fc.constantFrom(...names),
    account: others,
    group: others,
    country: fc.constantFrom('US', 'US', ...countries),
    segment: fc.constantFrom(...segments.slice(0, 3)),
  })
  .map(({ account, group, ...rest }) => ({ ...rest, account: account ?? rest.entity, group: group ?? rest.entity }))
const anyShare = fc.tuple(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 13 }))

/** A change as it is drawn: whose seats are taken depends on whose there are. */
const anyChange = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('seats' as const),
      taken: fc.array(anyTaken, { maxLength: 2 }),
      given: fc.uniqueArray(anyGiven, { maxLength: 4, selector: ({ entity }) => entity }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('threshold' as const),
      kind: fc.constantFrom('ordinary' as const, 'constitution' as const),
      share: anyShare,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('home' as const), countries: fc.uniqueArray(fc.constantFrom(...countries), { minLength: 1 }) }),
  },
)
type Drawn = typeof anyChange extends fc.Arbitrary<infer T> ? T : never

function changeOf(drawn: Drawn, { seats }: Model): Change {
  if (drawn.act !== 'seats') return drawn
  const taken = drawn.taken.map((each) => (typeof each === 'string' ? each : seats[each % seats.length]!.entity))
  const isFree = (entity: string) => taken.includes(entity) || !seats.some((seat) => seat.entity === entity)
  return { ...drawn, taken, given: drawn.given.filter(({ entity, account }) => account !== entity || isFree(entity)) }
}

function send(constitution: Board, change: Change): Promise<unknown> {
  if (change.act === 'threshold') return constitution.setThreshold(motionKinds[change.kind], ...change.share)
  if (change.act === 'home') return constitution.setHomeCountries(change.countries.map(countryBytes))
  return constitution.changeSeats(change.taken.map(entityOf), change.given.map(detailsOf))
}

describe('every change of seats, thresholds and home countries', () => {
  it('ends as the model says: in what it names, or refused by as much', async function () {
    this.timeout(60_000)
    const seen: Record<string, number> = {}
    await fc.assert(
      fc.asyncProperty(fc.array(anyChange, { minLength: 8, maxLength: 16, size: 'max' }), async (drawn) => {
        const { board, constitution, validators } = await loadFixture(constitutionWorld)
        const founded = await boardInWords(board, validators, dictionary)
        let model: Model = { ...founded, accounts: Object.fromEntries(seatNames.map((name) => [name, name])) }
        for (const each of drawn) {
          const change = changeOf(each, model)
          const expected = apply(model, change)
          const refusal = refusalInWords(await refusalOf(send(constitution, change)), dictionary)
          expect(refusal).to.deep.equal('error' in expected ? expected : null)
          const outcome = refusal?.error ?? change.act
          seen[outcome] = (seen[outcome] ?? 0) + 1
          if ('error' in expected) continue
          model = expected
          const { accounts: _, ...visible } = model
          expect(await boardInWords(board, validators, dictionary)).to.deep.equal({ ...visible, seats: inOrder(model.seats) })
        }
      }),
      { numRuns: 20 },
    )
    expect(seen).to.include.keys('seats', 'threshold', 'home')
  })
})

import { expect } from 'chai'
import * as fc from 'fast-check'
import { networkHelpers } from '../support/network.ts'
import { refusalOf } from '../support/refusal.ts'
import { asked, rebuild } from './history.ts'
import { foretell, isBroken, type Command, type Model, type ModelNode } from './model.ts'
import { accountOf, country, entryOf, factsOf, publicKeyOf, signEntry, signRotation } from './nodes.ts'
import { foundedWorld, founders, homeCountries, segments, validatorsOf, type ValidatorWorld } from './world.ts'

const { loadFixture } = networkHelpers
const countries = ['US', 'CA', 'DE', 'FR'] as const

const genesis: Model = {
  validators: Object.entries(founders).map(([name, words]) => ({
    names: [name],
    state: 'active',
    facts: { group: name, control: 'US', hosting: 'US', ...words },
    rotatedAt: 0,
  })),
  standby: [],
  home: homeCountries,
}

const numRuns = 6

/** A command before it is known who is there: numbers choose among those. */
type Draft = (model: Model, number: number) => Command

const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(list.length, 1)]
const lastName = (node: ModelNode | undefined): string => node?.names.at(-1) ?? 'nobody'
const anyName = (node: ModelNode | undefined, at: number): string => pick(node?.names ?? ['nobody'], at)!

const index = fc.nat({ max: 1000 })
const facts: fc.Arbitrary<ModelNode['facts']> = fc.record({
  group: fc.integer({ min: 0, max: 5 }).map((number) => `group${number}`),
  control: fc.constantFrom('US', 'US', 'US', 'US', 'CA', ...countries),
  hosting: fc.constantFrom('US', 'US', 'US', 'CA', 'CA', ...countries),
  segment: fc.constantFrom(...segments),
})

/** Some of `list`, by numbers; now and then one twice, or by a name it had before. */
const some = (list: readonly ModelNode[], numbers: readonly number[]): string[] =>
  numbers.flatMap((number) => (list.length === 0 ? [] : [anyName(pick(list, number), number % 3)]))

const changeDraft = (act: 'change' | 'swap', leaving: readonly number[], joining: readonly number[], even: boolean): Draft => {
  return ({ validators, standby }) => {
    const comers = some(standby, joining)
    const goers = some(validators, leaving)
    const size = Math.min(comers.length, goers.length)
    return even ? { act, leaving: goers.slice(0, size), joining: comers.slice(0, size) } : { act, leaving: goers, joining: comers }
  }
}

const numbers = fc.array(index, { minLength: 1, maxLength: 3 })
const drafts: fc.Arbitrary<Draft> = fc.oneof(
  { weight: 12, arbitrary: facts.map((words): Draft => (_, number) => ({ act: 'vet', name: `node${number}`, facts: words })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(index, facts)
      .map(([at, words]): Draft => (model) => ({ act: 'vet', name: lastName(pick(model.standby, at)), facts: words })),
  },
  {
    weight: 2,
    arbitrary: index.map((at): Draft => ({ validators, standby }) => ({
      act: 'dismiss',
      name: anyName(pick([...standby, ...validators.slice(0, 1)], at), at),
    })),
  },
  { weight: 5, arbitrary: fc.tuple(numbers, numbers, fc.boolean()).map(([out, into, even]) => changeDraft('change', out, into, even)) },
  { weight: 5, arbitrary: numbers.map((into) => changeDraft('change', [], into, false)) },
  { weight: 5, arbitrary: fc.tuple(numbers, numbers, fc.boolean()).map(([out, into, even]) => changeDraft('swap', out, into, even)) },
  {
    weight: 4,
    arbitrary: fc.tuple(index, facts).map(([at, words]): Draft => ({ validators, standby }) => ({
      act: 'correctFacts',
      name: anyName(pick([...validators, ...standby], at), at),
      facts: words,
    })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(index, facts, fc.boolean()).map(([at, words, inPlace]): Draft => ({ validators, standby }) => {
      const node = pick([...validators, ...standby], at)
      const { segment, group } = node?.facts ?? words
      return { act: 'recordFacts', name: anyName(node, at), facts: inPlace ? { ...words, segment, group } : words }
    }),
  },
  {
    weight: 4,
    arbitrary: index.map((at): Draft => ({ validators, standby }, number) => ({
      act: 'rotate',
      name: anyName(pick([...validators, ...standby], at), at),
      next: at % 5 === 0 ? lastName(pick(validators, at + 1)) : `node${number}`,
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .uniqueArray(fc.constantFrom(...countries), { minLength: 1 })
      .map((list): Draft => () => ({ act: 'setHomeCountries', countries: list })),
  },
)

/** Makes the call, or asks what it would come to. */
async function perform(world: ValidatorWorld, command: Command, onlyAsk: boolean): Promise<unknown> {
  const { validators, constitution, ordinary, board, operator } = world
  const call = async (by: typeof board, name: string, ...args: readonly unknown[]) => {
    const method = validators.connect(by).getFunction(name)
    return onlyAsk ? method.staticCall(...args, { blockTag: 'pending' }) : method(...args)
  }
  if (command.act === 'vet') {
    const entry = entryOf(command.name, { ...command.facts, operatorAccount: operator.address })
    return call(constitution, 'vet', entry, await signEntry(validators, entry, command.name))
  }
  if (command.act === 'dismiss') return call(constitution, 'dismiss', accountOf(command.name))
  if (command.act === 'recordFacts' || command.act === 'correctFacts') {
    const by = command.act === 'recordFacts' ? ordinary : constitution
    return call(by, command.act, accountOf(command.name), factsOf('other', command.facts))
  }
  if (command.act === 'setHomeCountries') return call(board, 'setHomeCountries', command.countries.map(country))
  if (command.act === 'rotate') {
    const { publicKeyX, publicKeyY } = publicKeyOf(command.next)
    const signature = await signRotation(validators, accountOf(command.name), command.next)
    return call(operator, 'rotate', accountOf(command.name), publicKeyX, publicKeyY, signature)
  }
  return call(command.act === 'swap' ? ordinary : constitution, command.act, command.leaving.map(accountOf), command.joining.map(accountOf))
}

async function requireSame(world: ValidatorWorld, model: Model): Promise<void> {
  expect(await validatorsOf(world)).to.deep.equal(model.validators.map((node) => accountOf(lastName(node))))
  const [since] = await world.validators.breach()
  expect(since !== 0n, 'in breach').to.equal(isBroken(model))
}

describe('the validators, beside a model of their rules', () => {
  it('take and refuse what the model does, with the same numbers, and their events tell everything', async () => {
    const outcomes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(drafts, fc.nat({ max: 86_400 })), { minLength: 40, maxLength: 80 }), async (steps) => {
        const world = await loadFixture(foundedWorld)
        let model = genesis
        for (const [number, [draft, seconds]] of steps.entries()) {
          const now = (await networkHelpers.time.latest()) + 1 + (seconds % 7 === 0 ? seconds : 0)
          await networkHelpers.time.setNextBlockTimestamp(now)
          const command = draft(model, number)
          const { refusal, after } = foretell(model, command, now)
          const met = await refusalOf(perform(world, command, refusal !== null))
          const said = met === null ? null : [met.name, ...met.args.map((value: unknown) => String(value).toLowerCase())]
          expect(said, JSON.stringify(command)).to.deep.equal(refusal)
          outcomes.add(refusal?.[0] ?? command.act)
          model = after
          await requireSame(world, model)
        }
        expect(await rebuild(world.validators)).to.deep.equal(await asked(world.validators))
      }),
      { numRuns, endOnFailure: true },
    )
    // the histories get somewhere
    const seen = ['vet', 'change', 'swap', 'rotate', 'recordFacts', 'correctFacts', 'ValidatorSetForeignCap', 'ValidatorSetSegmentCap']
    expect([...outcomes]).to.include.members(seen)
  })
})

import { accountOf, groupOf, segment as segmentBytes, type NodeWords } from './nodes.ts'
import { day } from './world.ts'

/** A vetted node as the model keeps it: every name that it had, the present one last. */
export type ModelNode = {
  readonly names: readonly string[]
  readonly state: 'standby' | 'active'
  readonly facts: Required<Omit<NodeWords, 'operatorAccount'>>
  readonly rotatedAt: number
}

/** The rules of IValidatorSet, written down a second time: lists instead of counters, names instead of accounts. */
export type Model = { readonly validators: readonly ModelNode[]; readonly standby: readonly ModelNode[]; readonly home: readonly string[] }

/** Error and its numbers, as text; null: it is accepted. */
export type Prediction = readonly [name: string, ...values: string[]] | null

type Acts = {
  vet: { readonly name: string; readonly facts: ModelNode['facts'] }
  recordFacts: { readonly name: string; readonly facts: ModelNode['facts'] }
  correctFacts: { readonly name: string; readonly facts: ModelNode['facts'] }
  dismiss: { readonly name: string }
  change: { readonly leaving: readonly string[]; readonly joining: readonly string[] }
  swap: { readonly leaving: readonly string[]; readonly joining: readonly string[] }
  rotate: { readonly name: string; readonly next: string }
  setHomeCountries: { readonly countries: readonly string[] }
}
export type Command = { [Act in keyof Acts]: { readonly act: Act } & Acts[Act] }[keyof Acts]

const refuse = (name: string, ...values: readonly (string | number)[]): Prediction => [`ValidatorSet${name}`, ...values.map(String)]
const account = (node: ModelNode) => accountOf(node.names.at(-1)!)
const find = ({ validators, standby }: Model, name: string) => [...validators, ...standby].find(({ names }) => names.includes(name))
/** The most that are fewer than a third of `size`. */
const allowed = (size: number) => Math.ceil(size / 3) - 1
const stateNumbers = { standby: 1, active: 2 }

/** What an act comes to, and the model after it. @param now seconds, of the block that the act comes into */
export function foretell(model: Model, command: Command, now: number): { readonly refusal: Prediction; readonly after: Model } {
  const refused = (refusal: Prediction) => ({ refusal, after: model })
  const accepted = (after: Partial<Model>) => ({ refusal: null, after: { ...model, ...after } })
  if (command.act === 'setHomeCountries') {
    const after = { ...model, home: command.countries }
    const worse = foreignWorse(model, after)
    return worse === null ? accepted(after) : refused(worse)
  }
  if (command.act === 'change' || command.act === 'swap') return foretellChange(model, command)

  const node = find(model, command.name)
  if (command.act === 'vet') {
    if (node !== undefined) return refused(refuse('NodeKnown', accountOf(command.name)))
    const { name, facts } = command
    return accepted({ standby: [...model.standby, { names: [name], state: 'standby', facts, rotatedAt: 0 }] })
  }
  if (node === undefined) return refused(refuse('NodeUnknown', accountOf(command.name)))
  const replaced = (by: readonly ModelNode[]) => ({
    validators: model.validators.flatMap((each) => (each === node ? by : [each])),
    standby: model.standby.flatMap((each) => (each === node ? by : [each])),
  })
  if (command.act === 'recordFacts' && relieves(model, node.facts, command.facts)) return refused(refuse('FactsRelieve', account(node)))
  if (command.act === 'recordFacts' || command.act === 'correctFacts') return accepted(replaced([{ ...node, facts: command.facts }]))
  if (command.act === 'dismiss') {
    return node.state === 'active' ? refused(refuse('NodeState', account(node), 2)) : accepted(replaced([]))
  }
  if (node.rotatedAt > 0 && now < node.rotatedAt + day) return refused(refuse('RotationTooEarly', account(node), node.rotatedAt + day))
  if (find(model, command.next) !== undefined) return refused(refuse('NodeKnown', accountOf(command.next)))
  return accepted(replaced([{ ...node, names: [...node.names, command.next], rotatedAt: now }]))
}

/** Whether a node would leave a count. */
function relieves({ home }: Model, before: ModelNode['facts'], after: ModelNode['facts']): boolean {
  const isForeign = ({ control, hosting }: ModelNode['facts']) => !home.includes(control) || !home.includes(hosting)
  return before.segment !== after.segment || before.group !== after.group || (isForeign(before) && !isForeign(after))
}

type Change = Extract<Command, { act: 'change' | 'swap' }>

function foretellChange(model: Model, { act, leaving, joining }: Change): { refusal: Prediction; after: Model } {
  const refused = (refusal: Prediction) => ({ refusal, after: model })
  if (act === 'swap' && leaving.length !== joining.length) return refused(refuse('SwapUneven', leaving.length, joining.length))
  if (leaving.length + joining.length === 0) return refused(refuse('NothingToChange'))
  const wrong = wrongName(model, leaving, 'active') ?? wrongName(model, joining, 'standby')
  if (wrong !== null) return refused(wrong)

  const comers = joining.map((name) => ({ ...find(model, name)!, state: 'active' as const }))
  const validators = [...model.validators.filter(({ names }) => !names.some((name) => leaving.includes(name))), ...comers]
  const standby = model.standby.filter(({ names }) => !names.some((name) => joining.includes(name)))
  const after = { ...model, validators, standby }
  const size = validators.length
  if (size < 7) return refused(refuse('TooFew', size, 7))
  if (size > 30) return refused(refuse('TooMany', size, 30))
  const worse = foreignWorse(model, after) ?? segmentWorse(model, after) ?? groupWorse(model, after)
  if (worse !== null) return refused(worse)
  const most = allowed(Math.min(size, model.validators.length))
  return joining.length > most ? refused(refuse('TooManyNewcomers', joining.length, most)) : { refusal: null, after }
}

function wrongName(model: Model, named: readonly string[], state: ModelNode['state']): Prediction {
  const seen: ModelNode[] = []
  for (const name of named) {
    const node = find(model, name)
    if (node === undefined) return refuse('NodeUnknown', accountOf(name))
    if (seen.includes(node)) return refuse('NodeRepeated', account(node))
    if (node.state !== state) return refuse('NodeState', account(node), stateNumbers[node.state])
    seen.push(node)
  }
  return null
}

type Counter = (model: Model) => number
const excess = (model: Model, count: Counter) => Math.max(0, count(model) - allowed(model.validators.length))
const isWorse = (before: Model, after: Model, count: Counter) => excess(after, count) > excess(before, count)

const foreign: Counter = ({ validators, home }) =>
  validators.filter(({ facts }) => [facts.control, facts.hosting].some((each) => !home.includes(each))).length
const ofSegment =
  (name: string): Counter =>
  ({ validators }) =>
    validators.filter(({ facts }) => facts.segment === name).length
const ofGroup =
  (name: string): Counter =>
  ({ validators }) =>
    validators.filter(({ facts }) => facts.group === name).length

function foreignWorse(before: Model, after: Model): Prediction {
  if (!isWorse(before, after, foreign)) return null
  return refuse('ForeignCap', foreign(after), after.validators.length, excess(after, foreign))
}

function segmentWorse(before: Model, after: Model): Prediction {
  const worse = after.validators.map(({ facts }) => facts.segment).find((name) => isWorse(before, after, ofSegment(name)))
  if (worse === undefined) return null
  const count = ofSegment(worse)
  return refuse('SegmentCap', segmentBytes(worse), count(after), after.validators.length, excess(after, count))
}

function groupWorse(before: Model, after: Model): Prediction {
  const worse = after.validators.map(({ facts }) => facts.group).find((name) => isWorse(before, after, ofGroup(name)))
  if (worse === undefined) return null
  const count = ofGroup(worse)
  return refuse('OperatorCap', groupOf(worse), count(after), after.validators.length, excess(after, count))
}

/** Whether any cap is broken. */
export function isBroken(model: Model): boolean {
  const counters = model.validators.flatMap(({ facts }) => [ofSegment(facts.segment), ofGroup(facts.group)])
  return [foreign, ...counters].some((count) => 3 * count(model) >= model.validators.length)
}

import type { Governed, GovernedNode, GovernedSeat } from './governed.ts'
import { motionKinds, type DecodedCall } from './motion-record.ts'

type Arguments = Readonly<Record<string, unknown>>
type ChainSeat = { entityId: string; country: string; segment: string; group: string }
type ChainFacts = { controlCountry: string; hostingCountry: string; segment: string; group: string }

const effects: Readonly<Record<string, (governed: Governed, values: Arguments) => Governed>> = {
  'Board.changeSeats': (governed, { taken, given }) => {
    const kept = governed.seats.filter(({ entity_id }) => !(taken as string[]).includes(entity_id))
    const added = (given as ChainSeat[]).map(({ entityId, ...seat }): GovernedSeat => ({ entity_id: entityId, ...seat }))
    return { ...governed, seats: [...kept, ...added] }
  },
  'Board.setThreshold': (governed, { kind, numerator, denominator }) => {
    const share = { numerator: Number(numerator), denominator: Number(denominator) }
    const name = motionKinds[Number(kind)]
    return name === undefined ? governed : { ...governed, thresholds: { ...governed.thresholds, [name]: share } }
  },
  'Board.setHomeCountries': (governed, { countries }) => ({ ...governed, home_countries: countries as string[] }),
  'ValidatorSet.change': replaceNodes,
  'ValidatorSet.swap': replaceNodes,
  'ValidatorSet.recordFacts': recordFacts,
  'ValidatorSet.correctFacts': recordFacts,
}

function recordFacts(governed: Governed, { account, facts }: Arguments): Governed {
  const { controlCountry, hostingCountry, segment, group } = facts as ChainFacts
  const recorded = { control_country: controlCountry, hosting_country: hostingCountry, segment, group }
  return { ...governed, nodes: governed.nodes.map((node) => (node.account === account ? { ...node, ...recorded } : node)) }
}

function replaceNodes(governed: Governed, { leaving, joining }: Arguments): Governed {
  const nodes = governed.nodes
    .filter(({ account }) => !(leaving as string[]).includes(account))
    .map((node): GovernedNode => ((joining as string[]).includes(node.account) ? { ...node, state: 'active' } : node))
  return { ...governed, nodes }
}

const effectOf = ({ contract, function: name }: DecodedCall) => effects[`${contract}.${name}`]

/** Whether any of the calls changes what the caps are counted on. */
export function touchesCaps(calls: readonly DecodedCall[]): boolean {
  return calls.some((call) => effectOf(call) !== undefined)
}

/** What the caps are counted on once the calls were made; whether they can be made is another question. */
export function afterCalls(governed: Governed, calls: readonly DecodedCall[]): Governed {
  return calls.reduce((state, call) => (call.arguments === null ? state : (effectOf(call)?.(state, call.arguments) ?? state)), governed)
}

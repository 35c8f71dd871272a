import { keyActs, keyOutcome, keyStates, type KeyActName, type KeyState } from '../../src/domain/key-life-cycle.ts'

type Edges = Map<string, Set<string>>

/** Arrows between the values of one part of a key's state, each with the acts that lead along it. */
function edgesOf(value: (state: KeyState) => string, acts: readonly KeyActName[]): Edges {
  const edges: Edges = new Map()
  for (const name of acts) {
    for (const state of keyStates) {
      const outcome = keyOutcome(state, name)
      if (outcome === 'nothing' || 'code' in outcome) continue
      const [from, to] = [value(state), value(outcome.state)]
      if (from === to) continue
      const arrow = `${from} --> ${to}`
      edges.set(arrow, (edges.get(arrow) ?? new Set()).add(name.replaceAll('_', ' ')))
    }
  }
  return edges
}

function diagram(first: string, edges: Edges): string[] {
  const arrows = [...edges].map(([arrow, names]) => `  ${arrow}: ${[...names].join(', ')}`)
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${first}: register`, ...arrows, '```', '']
}

/** What a key is, whoever suspended it, and where it is, as two diagrams. */
export function lifeCycleDiagram(): string[] {
  const names = Object.keys(keyActs) as KeyActName[]
  const status = ({ standing }: KeyState) => (standing.startsWith('suspended') ? 'suspended' : standing)
  const moves = names.filter((name) => !['void_by_motion', 'register_again'].includes(name))
  return [
    '## Status',
    '',
    ...diagram('active', edgesOf(status, names)),
    '## Where it is',
    '',
    ...diagram(
      'held',
      edgesOf(({ place }) => place, moves),
    ),
  ]
}

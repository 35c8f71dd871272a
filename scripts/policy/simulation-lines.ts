import type { CompiledPolicy } from '../../src/domain/compile-policy.ts'
import { outcomes } from '../../src/domain/decision.ts'
import type { Simulated } from '../../src/domain/simulation.ts'
import { table } from '../output.ts'

/** Findings that are shown; `--json` has more of them. */
const mostShown = 20

const number = (value: number) => value.toLocaleString('en-US')

/** A simulation for people. */
export function simulationLines(
  { keys, outcomes: counts, rules, findings, uncounted, changes }: Simulated,
  policy: CompiledPolicy,
  against: CompiledPolicy | undefined,
): string[] {
  const share = (count: number) => (keys === 0 ? '' : ` (${((count * 100) / keys).toFixed(1)} %)`)
  const { name, mode } = policy.description
  const counted = outcomes.map((outcome) => `${outcome} ${number(counts[outcome])}${share(counts[outcome])}`).join(', ')
  const asCounted = (row: object) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? number(value) : value]))
  const hidden = findings.length - mostShown
  return [
    `${number(keys)} keys by policy ${name}${mode === 'observe' ? ', which only observes: enforced, it would' : ''}: ${counted}`,
    ...(rules.length === 0 ? [] : ['', table(rules.map(asCounted), ['rule', 'refuse', 'restrict', 'admit'])]),
    ...(findings.length === 0
      ? []
      : ['', table(findings.slice(0, mostShown).map(asCounted), ['keys', 'severity', 'rule', 'found', 'wanted'])]),
    ...(hidden > 0
      ? [`and ${number(hidden)} other findings${uncounted > 0 ? `, and ${number(uncounted)} that were not told apart` : ''}`]
      : []),
    ...(against === undefined ? [] : ['', ...againstLines(changes, against)]),
  ]
}

function againstLines(changes: Simulated['changes'], { description: { name } }: CompiledPolicy): string[] {
  if (changes.length === 0) return [`The same outcome as by ${name} for every key.`]
  return [`Otherwise than by ${name}:`, ...changes.map(({ from, to, keys }) => `  ${number(keys)} from ${from} to ${to}`)]
}

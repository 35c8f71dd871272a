import { outcomes, type Decision, type Finding, type Outcome } from './decision.ts'

/** How many keys have a finding, of each severity. */
export type RuleCount = { readonly rule: string } & Record<Outcome, number>
export type FindingCount = Pick<Finding, 'rule' | 'found' | 'wanted' | 'severity'> & { readonly keys: number }
/** Keys that a second policy decides otherwise. */
export type OutcomeChange = { readonly from: Outcome; readonly to: Outcome; readonly keys: number }

/** What a policy comes to for many keys. */
export type Simulated = {
  readonly keys: number
  readonly outcomes: Readonly<Record<Outcome, number>>
  /** The worst first. */
  readonly rules: readonly RuleCount[]
  /** The most frequent first. */
  readonly findings: readonly FindingCount[]
  /** Findings that differ from each other in more ways than are counted one by one. */
  readonly uncounted: number
  /** Against the second policy, where there is one. */
  readonly changes: readonly OutcomeChange[]
}

export type Simulation = {
  /** @param against of the same key, by the second policy */
  add(decision: Decision, against?: Decision): void
  result(): Simulated
}

/** Findings that name a key or a day are all different. */
const mostDifferent = 5000

const none = (): Record<Outcome, number> => ({ admit: 0, restrict: 0, refuse: 0 })

/** Counts decisions, in memory that does not grow with their number. */
export function createSimulation(): Simulation {
  const counted = none()
  const rules = new Map<string, RuleCount>()
  const findings = new Map<string, { -readonly [F in keyof FindingCount]: FindingCount[F] }>()
  const changes = new Map<string, { from: Outcome; to: Outcome; keys: number }>()
  let uncounted = 0

  const addRules = (found: readonly Finding[]) => {
    const worst = new Map<string, Outcome>()
    for (const { rule, severity } of found) {
      const before = worst.get(rule)
      if (before === undefined || outcomes.indexOf(severity) > outcomes.indexOf(before)) worst.set(rule, severity)
    }
    for (const [rule, severity] of worst) {
      const count = rules.get(rule) ?? { rule, ...none() }
      count[severity] += 1
      rules.set(rule, count)
    }
  }
  const addFinding = ({ rule, found, wanted, severity }: Finding) => {
    const name = JSON.stringify([rule, found, wanted, severity])
    const count = findings.get(name)
    if (count !== undefined) count.keys += 1
    else if (findings.size < mostDifferent) findings.set(name, { rule, found, wanted, severity, keys: 1 })
    else uncounted += 1
  }

  return {
    add: ({ outcome: to, findings: found }, against) => {
      counted[to] += 1
      addRules(found)
      for (const finding of found) addFinding(finding)
      if (against === undefined || against.outcome === to) return
      const { outcome: from } = against
      const change = changes.get(`${from} ${to}`) ?? { from, to, keys: 0 }
      change.keys += 1
      changes.set(`${from} ${to}`, change)
    },
    result: () => ({
      keys: counted.admit + counted.restrict + counted.refuse,
      outcomes: counted,
      rules: [...rules.values()].sort((a, b) => b.refuse - a.refuse || b.restrict - a.restrict || b.admit - a.admit),
      findings: [...findings.values()].sort((a, b) => b.keys - a.keys),
      uncounted,
      changes: [...changes.values()].sort((a, b) => b.keys - a.keys),
    }),
  }
}

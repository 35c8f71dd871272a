import type { NodeFacts } from './validators.ts'

/** Whether a node that was as `before` says counts no longer as foreign, of its segment, or of its group: a motion on the constitution. */
export function relieves(homeCountries: readonly string[], before: NodeFacts, after: NodeFacts): boolean {
  const isHome = ({ control_country, hosting_country }: NodeFacts) =>
    [control_country, hosting_country].every((country) => homeCountries.includes(country))
  return before.segment !== after.segment || before.group !== after.group || (isHome(after) && !isHome(before))
}

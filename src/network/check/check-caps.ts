import type { NodeRecord } from '../../domain/validators.ts'
import { mostNodes } from '../../domain/caps.ts'
import { fault, fine, type NetworkFinding } from './finding.ts'

/** Requirements 22, 23 and 25 on the nodes that a genesis names, counted here and not by the contract: 3 * x < n each. */
export function checkCaps(validators: readonly string[], nodes: readonly NodeRecord[], homeCountries: readonly string[]): NetworkFinding[] {
  const active = validators.flatMap((account) => nodes.find((node) => node.account === account) ?? [])
  const size = validators.length
  const most = mostNodes(size)
  const away = (country: string) => !homeCountries.includes(country)
  const foreign = active.filter(({ control_country, hosting_country }) => away(control_country) || away(hosting_country))
  const counted = (check: string, count: number): NetworkFinding =>
    count <= most ? fine(`cap: ${check}`, `${count} of ${size}`) : fault(`cap: ${check}`, `${count} of ${size}`, `at most ${most}`)
  const largest = (check: string, values: readonly string[]): NetworkFinding => {
    const counts = [...new Set(values)].map((value) => ({ value, count: values.filter((other) => other === value).length }))
    const [first] = counts.sort((one, other) => other.count - one.count)
    return counted(`${check} ${first?.value ?? 'none'}, which has the most`, first?.count ?? 0)
  }
  return [
    counted('foreign, by operator or by place', foreign.length),
    largest(
      'segment',
      active.map(({ segment }) => segment),
    ),
    largest(
      'group of operators',
      active.map(({ group }) => group),
    ),
    ...(active.length === size ? [] : [fault('every validator is a node of the ValidatorSet', `${active.length} of ${size}`, 'all')]),
  ]
}

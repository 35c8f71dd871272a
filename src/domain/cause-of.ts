import type { Decision } from './decision.ts'

/** Why a handshake was refused, as the metric `derkey_handshakes_total` counts the causes that a decision can have. */
export const decisionCauses = [
  'unknown_key',
  'suspended',
  'revoked',
  'eol',
  'superseded',
  'process_revoked',
  'assessment_withdrawn',
  'policy',
  'registry_unreachable',
] as const
export type DecisionCause = (typeof decisionCauses)[number]

const statusFinding = /^(\w+)(?: \((\w+)\))?$/

/**
 * The one cause of a refusal; undefined for other outcomes. A `void` entry was a mistake, so its key counts as unknown. No key is unknown
 * while one of several registries is away.
 */
export function causeOf({ outcome, findings }: Decision): DecisionCause | undefined {
  if (outcome !== 'refuse') return undefined
  const refusals = findings.filter(({ severity }) => severity === 'refuse')
  const statuses = refusals.filter(({ rule }) => rule === 'status').map(({ found }) => causeOfStatus(found))
  const fallen = statuses.find((cause) => cause !== 'unknown_key')
  if (fallen !== undefined) return fallen
  if (refusals.some(({ rule }) => rule === 'registry_unreachable')) return 'registry_unreachable'
  return statuses.length > 0 || refusals.some(({ rule }) => rule === 'unregistered') ? 'unknown_key' : 'policy'
}

function causeOfStatus(found: string): DecisionCause {
  const [, status, reason] = statusFinding.exec(found) ?? []
  if (reason === 'process_revoked' || reason === 'assessment_withdrawn') return reason
  if (status === 'void') return 'unknown_key'
  return decisionCauses.find((cause) => cause === status) ?? 'policy'
}

import type { Outcome } from './decision.ts'
import type { Policy } from './policy.ts'

type Enforceable = { readonly outcome: Outcome; readonly policy: Pick<Policy, 'mode'> }

/** What whoever acts on a decision does: in a policy of mode `observe` it lets everything pass, and only counts. */
export function enforced({ outcome, policy }: Enforceable): Outcome {
  return policy.mode === 'observe' ? 'admit' : outcome
}

/**
 * Whether a restricted device may use `path`. A query does not count; a path that could be read in another way (percent-encoding, dot
 * segments, empty segments) is not allowed at all.
 * @param path the request's target as it stands in the request line
 */
export function mayUse({ restricted_may }: Pick<Policy, 'restricted_may'>, path: string): boolean {
  const [plain = ''] = path.split('?', 1)
  if (!/^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$|^\/$/.test(plain)) return false
  return restricted_may.some((allowed) => (allowed.endsWith('*') ? plain.startsWith(allowed.slice(0, -1)) : plain === allowed))
}

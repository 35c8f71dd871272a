import { digestOfJson } from './canonical-json.ts'
import { clientTypes } from './decision.ts'
import type { ClientType, Decision } from './decision.ts'
import type { Policy } from './policy.ts'
import { checksOf } from './policy-checks.ts'
import type { PolicyCheck } from './policy-checks.ts'

/** A policy made ready to decide many keys: its rules for each type of client, and what decisions say of it. */
export type CompiledPolicy = {
  readonly policy: Policy
  readonly description: Decision['policy']
  readonly checks: Readonly<Record<ClientType, readonly PolicyCheck[]>>
}

/** Prepares `policy` once; its digest is SHA-256 of its canonical JSON. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const { name, mode, rules, client_types } = policy
  const checks = Object.fromEntries(clientTypes.map((type) => [type, checksOf({ ...rules, ...client_types?.[type] })]))
  return {
    policy,
    description: Object.freeze({ name, digest: digestOfJson(policy), mode }),
    checks: checks as CompiledPolicy['checks'],
  }
}

import { z } from 'zod'
import type { CompiledPolicy } from '../../domain/compile-policy.ts'
import { decide } from '../../domain/decide.ts'
import { decision } from '../../domain/decision.ts'
import type { Hex } from '../../domain/fields.ts'
import { decisionInput, type DecisionRequest } from '../../domain/inputs/decision.ts'
import { keyOfText } from '../../domain/key-files/key-of-text.ts'
import type { KeyStatusSource } from '../../domain/key-status-source.ts'
import { Problem } from '../../domain/problem.ts'
import { readQuery } from '../http/read-query.ts'
import { ok, route, type Route } from '../http/route.ts'
import { countDecision, type Metrics } from '../metrics.ts'
import type { RegistryReads } from '../registry.ts'

/** The decision on a key by a policy that the oracle holds. */
export function decisionRoute(
  { source, reads }: { readonly source: KeyStatusSource; readonly reads: Pick<RegistryReads, 'head'> },
  policies: ReadonlyMap<string, CompiledPolicy>,
  metrics: Metrics,
): Route {
  return route({
    method: 'post',
    path: '/v1/decisions',
    name: 'decide',
    summary: 'Whether a key is good enough, by a policy, with findings',
    write: false,
    params: z.strictObject({}),
    query: readQuery.pick({ min_block: true }),
    body: decisionInput,
    answer: decision,
    handle: async ({ body, query }) => {
      if (query.min_block !== undefined) await reads.head(query)
      const stop = metrics.decisionSeconds.startTimer()
      const policy = policies.get(body.policy)
      if (policy === undefined) {
        const there = [...policies.keys()].join(', ')
        throw new Problem('invalid_input', { field: 'policy', detail: `there is no policy ${body.policy}; there are ${there}` })
      }
      const key_id = keyIdOf(body)
      const answer = await source.get(key_id)
      const made = decide({ key_id, answer, policy, client_type: body.client_type, now: Date.now() / 1000 })
      stop()
      countDecision(metrics, made)
      return ok(made)
    },
  })
}

function keyIdOf({ key_id, public_key, certificate, csr }: DecisionRequest): Hex {
  if (key_id !== undefined) return key_id as Hex
  if (public_key !== undefined) return keyOfText(public_key, 'public_key').key_id
  if (certificate !== undefined) return keyOfText(certificate, 'certificate').key_id
  return keyOfText(csr ?? '', 'csr').key_id
}

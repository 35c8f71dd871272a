import type { CompiledPolicy } from '../../src/domain/compile-policy.ts'
import { decideAmong } from '../../src/domain/decide-among.ts'
import type { ClientType, Decision } from '../../src/domain/decision.ts'
import { createSimulation, type Simulated } from '../../src/domain/simulation.ts'
import type { AskedKey } from './simulated-keys.ts'

export type SimulateOptions = {
  readonly policy: CompiledPolicy
  /** The policy in force, that the first is compared with. */
  readonly against: CompiledPolicy | undefined
  readonly clientType: ClientType
  /** Seconds since 1970. */
  readonly now: number
  /** Told the decisions, page by page. */
  readonly onDecisions?: ((decisions: readonly Decision[]) => Promise<void>) | undefined
  readonly onProgress: (keys: number) => void
}

/** Decides on every key by a policy, as if it were enforced, and counts. */
export async function simulate(keys: AsyncIterable<readonly AskedKey[]>, options: SimulateOptions): Promise<Simulated> {
  const { policy, against, clientType: client_type, now, onDecisions, onProgress } = options
  const simulation = createSimulation()
  const decide = ({ key_id, answers }: AskedKey, by: CompiledPolicy) =>
    decideAmong({ key_id, consulted: answers.map((answer) => ({ answer, policy: by })), client_type, now })
  let count = 0
  for await (const page of keys) {
    const decisions = page.map((key) => {
      const decision = decide(key, policy)
      simulation.add(decision, against && decide(key, against))
      return decision
    })
    await onDecisions?.(decisions)
    count += page.length
    onProgress(count)
  }
  return simulation.result()
}

import type { ClientType, Decision } from './decision.ts'
import { decideAmong } from './decide-among.ts'
import type { Hex } from './fields.ts'
import type { Consulted } from './standing-answer.ts'

export type DecisionInput = Consulted & {
  readonly key_id: Hex
  readonly client_type: ClientType
  /** Seconds since 1970. */
  readonly now: number
}

/**
 * The decision where one registry alone is asked. A key whose effective status is not active is refused whatever the policy says; where the
 * registry cannot be reached, the last known answer counts up to the policy's `max_answer_age_seconds`, and past it the key is refused:
 * never admitted by silence.
 */
export function decide({ key_id, client_type, now, ...consulted }: DecisionInput): Decision {
  return decideAmong({ key_id, consulted: [consulted], client_type, now })
}

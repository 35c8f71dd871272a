import type { Outcome } from '../../chain/read-outcome.ts'
import type { KeyList } from '../../domain/key-files/key-list.ts'
import type { z } from 'zod'
import type { Call, RegistryCalls, RegistryReads } from '../registry.ts'
import type { Who } from '../who.ts'

/** What an operation comes to: its contract calls in order, and which records it is about where the chain has nothing to say of a change. */
export type Plan = {
  readonly calls: readonly Call[]
  readonly about: Outcome
  /** In place of calls: more keys than one transaction holds. */
  readonly registration?: { readonly process_id: string; readonly lot_id: string | null; readonly keys: KeyList }
}

export type Planning = {
  readonly who: Who
  readonly registry: RegistryReads & RegistryCalls
  /** Keys are registered only by requests that they have signed themselves. */
  readonly proofRequired: boolean
}

type Definition<I> = {
  /** The specification's name where table 10 has one. */
  readonly name: string
  /** The whole input: a call's path and body together. */
  readonly input: z.ZodType
  /** @throws Problem `invalid_input` */
  readonly read: (value: unknown) => I
  /** @throws Problem `right_missing` and others: what can be told before the registry is asked */
  readonly plan: (input: I, planning: Planning) => Promise<Plan>
}

/** A write: the same for a signer of the oracle and for a client that signs itself. */
export type Operation = Definition<unknown>

export function operation<I>(definition: Definition<I>): Operation {
  return definition as unknown as Operation
}

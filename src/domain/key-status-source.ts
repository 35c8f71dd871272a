import type { CompiledPolicy } from './compile-policy.ts'
import type { Hex } from './fields.ts'
import type { AsOf, KeyInfo } from './records.ts'

/** Keys that followed on one another in one device, the oldest first. */
export type DeviceLine = readonly Hex[]

/** What a registry says of a key. `unreachable` is never to be read as `unknown`. */
export type KeyStatusAnswer =
  | {
      readonly kind: 'known'
      readonly registry: string
      readonly as_of: AsOf
      readonly info: KeyInfo
      /**
       * The keys of its device, this one among them, in the order in which each followed on the one before, as far as the successors'
       * signatures prove it. Absent where it neither follows on a key nor has a successor.
       */
      readonly line?: DeviceLine
    }
  | { readonly kind: 'unknown'; readonly registry: string; readonly as_of: AsOf }
  | { readonly kind: 'unreachable'; readonly registry: string; readonly cause: string }

/** What a registry says when it says something. */
export type GivenAnswer = Exclude<KeyStatusAnswer, { kind: 'unreachable' }>

/** The answer that a registry gave last, and when (seconds since 1970) it was last known to stand. */
export type LastKnown = { readonly answer: GivenAnswer; readonly confirmed_at: number }

/** What to decide again: some keys, or everything (a process, an assessment or an entity changed). */
export type KeyStatusChange =
  | { readonly kind: 'keys'; readonly key_ids: readonly Hex[]; readonly block: number }
  | { readonly kind: 'all'; readonly block: number }
  /** The source answers again, or does not any longer; between the two, changes may have been missed. */
  | { readonly kind: 'reachable'; readonly reachable: boolean }

/**
 * The port through which CA and gateway ask a registry. A script fills it with the chain itself, a local index, or an oracle.
 * Implementations never throw for a registry that is away: they answer `unreachable`.
 */
export type KeyStatusSource = {
  /** Name of the registry, as findings and certificates show it: `eip155:CHAIN_ID:KEY_REGISTRY_ADDRESS` (CAIP-10). */
  readonly registry: string
  get(keyId: Hex): Promise<KeyStatusAnswer>
  /** Changes from now on, in the order of the chain. Ends when `signal` aborts. */
  changes(signal: AbortSignal): AsyncIterable<KeyStatusChange>
}

/** A registry that is asked, and the policy by which the keys that it knows are judged. Lists of them are in the order of precedence. */
export type JudgedRegistry = { readonly source: KeyStatusSource; readonly policy: CompiledPolicy }

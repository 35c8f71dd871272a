import type { Standing } from '../../chain/follow/endpoints.ts'
import type { RpcOutcome } from '../../chain/rpc-transport.ts'
import type { ProblemCode } from '../../domain/problem.ts'

/** What a follower tells of, in the order in which it happens. Times in milliseconds since 1970. */
export type FollowerEvent =
  /** The index is there for readers; without `block`, nothing stands in it yet. */
  | {
      readonly kind: 'opened'
      readonly block: number | undefined
      readonly head: number | undefined
      readonly confirmed_at: number | undefined
    }
  /** A window was appended, with so many keys. */
  | { readonly kind: 'progress'; readonly block: number; readonly head: number; readonly keys: number }
  /** The index holds everything up to the head. */
  | { readonly kind: 'confirmed'; readonly head: number; readonly at: number }
  | { readonly kind: 'rolled_back'; readonly from: number; readonly to: number }
  | { readonly kind: 'set_aside'; readonly why: 'damaged' | 'forked'; readonly as: string; readonly detail: string }
  /** It cannot go on for now; without `problem`: it can again. */
  | { readonly kind: 'trouble'; readonly problem?: { readonly code: ProblemCode; readonly detail: string } }
  | { readonly kind: 'standing'; readonly endpoint: string; readonly standing: Standing; readonly why: string }
  | { readonly kind: 'disagreement'; readonly endpoint: string }
  | { readonly kind: 'request'; readonly endpoint: string; readonly method: string; readonly outcome: RpcOutcome }

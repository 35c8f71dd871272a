import type { Log } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import type { GenesisRecords } from './read-genesis-records.ts'

/** `time` in seconds, of the block's header. */
export type FollowedBlock = { readonly number: number; readonly hash: Hex; readonly parent_hash: Hex; readonly time: number }

/** A log that stands in a block. */
export type FollowedLog = Log<bigint, number, false>

/**
 * What the registry's contracts said in the blocks `from` to `to`, both included. Every window begins at the block behind the one before, the parent of its
 * first block is the ledger's newest; `to` is never past the head.
 */
export type FollowedWindow = {
  readonly from: number
  readonly to: number
  /** The chain's newest block when this was read. */
  readonly head: number
  /** Those with logs, and `to`, ascending; the hash of each is that of its logs. */
  readonly blocks: readonly FollowedBlock[]
  /** In the chain's order, each once. */
  readonly logs: readonly FollowedLog[]
}

/** What the follower asks of whoever keeps what it finds. Each call is durable when it returns, or nothing of it is. */
export type FollowedLedger = {
  /** The newest block that it holds; `undefined` before `begin`. */
  position(): { readonly block: number; readonly hash: Hex } | undefined
  /** Blocks whose hash is kept, newest first, at most `limit`, below `before`. */
  keptBlocks(limit: number, before?: number): readonly { readonly number: number; readonly hash: Hex }[]
  /** Records that have no event: those that stood at `block`, behind which the first window begins. */
  begin(genesis: GenesisRecords, block: FollowedBlock): void
  append(window: FollowedWindow): void
  /** Forgets everything behind a block that it keeps. */
  rollBack(toBlock: number): void
  /** At `at`, milliseconds since 1970, it was seen to hold everything up to the chain's head. */
  confirm(head: number, at: number): void
}

import type { TransactionReceipt } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import type { KeyList } from '../../domain/key-files/key-list.ts'
import type { ProblemCode } from '../../domain/problem.ts'

/** A list of keys to register under one process, in one lot. */
export type Registration = {
  readonly processId: string
  /** Undefined opens a lot. */
  readonly lotId?: string | undefined
  readonly keys: KeyList
  /** Transactions of one account that are under way at once. Besu's sequenced pool takes 15 % of 4,096 from each (`derkey network init`). */
  readonly underWay?: number
  /** Told once of each batch that is in a block; in a call that goes on with an earlier one, of its batches too. What it throws ends the call. */
  readonly onBatch?: ((batch: RegisteredBatch) => void | Promise<void>) | undefined
  readonly onRefused?: ((refused: RefusedKey) => void) | undefined
  /** Told how many of the keys are done: registered, there already, or refused. */
  readonly onProgress?: ((done: number) => void) | undefined
}

/** The keys of one transaction. */
export type RegisteredBatch = {
  /** Position of the first key in the list. */
  readonly first: number
  readonly count: number
  readonly key_ids: readonly Hex[]
  /** Of each of `key_ids`, its position in the list: rows without gaps, unless a key between them was put aside. */
  readonly positions: readonly number[]
  readonly transaction: Hex
  readonly block: number
  /** Null: every key stood under the process already, in other lots. */
  readonly lot_id: string | null
  /** How many of them the transaction made: those of its event `KeysCreated`. The others stood there before. */
  readonly registered: number
  readonly receipt: TransactionReceipt
}

/** A key that the registry does not take, and why. */
export type RefusedKey = { readonly key_id: Hex; readonly position: number; readonly code: ProblemCode; readonly detail: string }

export type Registered = {
  readonly process_id: string
  /** Null: every key stood under the process already, or was refused. */
  readonly lot_id: string | null
  /** By this call. */
  readonly registered: number
  readonly already_registered: number
  /** The first of them, `refusedShown` at most. */
  readonly refused: readonly RefusedKey[]
  readonly refused_count: number
  /** Of an earlier call that this one went on with, too. */
  readonly transactions: readonly Hex[]
}

/** Refused keys that a result names; `onRefused` is told of each. */
export const refusedShown = 1000

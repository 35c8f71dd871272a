import type { Hex } from '../../domain/fields.ts'

/** Who names the validators from a block on: a contract with a list, or one that names the one at a place of another's list. */
export type Namer = {
  /** The first block that they seal. */
  readonly from: number
  readonly contract: Hex
  readonly lone?: { readonly of: Hex; readonly place: number }
}

/** What a genesis file says about the chain that it begins: the one thing that has to be trusted. */
export type PinnedGenesis = {
  readonly chain_id: number
  /** Of block 0. */
  readonly hash: Hex
  /** In the order of their blocks; the first is from block 1. */
  readonly namers: readonly Namer[]
  /** Lists of the contracts that are in block 0, in lower case. */
  readonly lists: Readonly<Record<Hex, readonly Hex[]>>
  /** The contract that creates lists for a chain that lost its quorum; null where the genesis has none. */
  readonly recovery_sets: Hex | null
}

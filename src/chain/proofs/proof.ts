import type { Hex } from '../../domain/fields.ts'

/** A block's header of which the hash was computed from its fields, and is the one that was asked for. */
export type ProvenHeader = {
  readonly number: number
  readonly hash: Hex
  readonly parent_hash: Hex
  /** The fields as they are hashed; of a QBFT block with the round and the seals, which its hash leaves out. */
  readonly rlp: Hex
  readonly state_root: Hex
  readonly receipts_root: Hex
  /** seconds since 1970 */
  readonly time: number
}

/** That a receipt is in a block: everything that it takes to compute the block's hash from the receipt. As it stands in JSON. */
export type ReceiptProof = {
  /** RLP of the block's header. */
  readonly header: Hex
  /** Place of the transaction in its block. */
  readonly index: number
  /** Nodes of the receipts' trie from the root to the receipt. */
  readonly nodes: readonly Hex[]
}

/** An event as a receipt has it; `address` in lower case. */
export type ProvenLog = { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }

export type ProvenReceipt = { readonly header: ProvenHeader; readonly logs: readonly ProvenLog[] }

import type { Hex } from './fields.ts'

/** What a motion records of a node. */
export type NodeFacts = {
  /** entity_id of who operates it. */
  readonly operator_id: string
  /** keccak-256 of the rlid of the operator's ultimate parent: `groupHashOf` in src/domain/group-hash.ts. */
  readonly group: Hex
  readonly control_country: string
  readonly hosting_country: string
  readonly segment: string
}

/** A node as it is entered; its account follows from the enode's key. */
export type NodeEntry = NodeFacts & {
  /** enode://PUBLIC_KEY@IP:PORT */
  readonly enode: string
  /** Rotates the node's key, moves its endpoint. */
  readonly operator_account: string
}

/** A node that is vetted. `since`: when it came into its state. */
export type NodeRecord = NodeEntry & {
  readonly account: string
  readonly state: 'standby' | 'active'
  readonly since: string
  readonly rotated_at: string | null
}

/** How the set stands against its caps. `breaking` nodes or more of one kind break a cap; segment and group are those with the most nodes. */
export type NodeStanding = {
  readonly size: number
  readonly breaking: number
  readonly foreign: number
  readonly segment: string
  readonly in_segment: number
  readonly group: Hex
  readonly in_group: number
}

/** The set is out of a cap since then, to be mended until then. */
export type NodeBreach = { readonly since: string; readonly until: string }

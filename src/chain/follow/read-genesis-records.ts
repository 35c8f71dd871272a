import type { KeptRecord } from '../../domain/kept-records.ts'

/** Records that stood at `block` and that no event behind it tells of; what the node could not say is `missing`, a sentence each. */
export type GenesisRecords = {
  readonly block: number
  readonly records: readonly KeptRecord[]
  readonly missing: readonly string[]
}

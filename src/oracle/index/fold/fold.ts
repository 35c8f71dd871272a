import type { ContractEventName, GetEventArgs } from 'viem'
import type { assessmentRegistryAbi } from '../../../chain/abi/assessment-registry.generated.ts'
import type { authorityAbi } from '../../../chain/abi/authority.generated.ts'
import type { documentRegistryAbi } from '../../../chain/abi/document-registry.generated.ts'
import type { entityRegistryAbi } from '../../../chain/abi/entity-registry.generated.ts'
import type { keyRegistryAbi } from '../../../chain/abi/key-registry.generated.ts'
import type { processRegistryAbi } from '../../../chain/abi/process-registry.generated.ts'
import type { sampleRegistryAbi } from '../../../chain/abi/sample-registry.generated.ts'
import type { Hex } from '../../../domain/fields.ts'
import type { Kind, RecordOf } from '../kinds.ts'

type Abis = {
  entities: typeof entityRegistryAbi
  processes: typeof processRegistryAbi
  assessments: typeof assessmentRegistryAbi
  keys: typeof keyRegistryAbi
  documents: typeof documentRegistryAbi
  samples: typeof sampleRegistryAbi
  authority: typeof authorityAbi
}

/** What an event is folded into, and where it stands. */
export type FoldContext = {
  /** block * 2^20 + log index: the place of the event in the chain's order. */
  readonly seq: number
  readonly block: number
  /** Seconds since 1970, of the event's block. */
  readonly time: number
  readonly transaction: Hex
  /** The record as the events before this one left it. */
  read<K extends Kind>(kind: K, id: string): RecordOf<K> | undefined
  write<K extends Kind>(kind: K, id: string, record: RecordOf<K>): void
  /** Says of which records the event tells: it stands in their history. Whatever is written is among them without it. */
  about(kind: Kind | 'key', id: string): void
}

/** What an event of a contract says. */
export type EventArgs<C extends keyof Abis, N extends ContractEventName<Abis[C]>> = GetEventArgs<
  Abis[C],
  N,
  { EnableUnion: false; IndexedOnly: false; Required: true }
>

/** What the events of one contract make of the records, by the event's name; one that is not here changes no record. */
export type Folds<C extends keyof Abis> = {
  readonly [N in ContractEventName<Abis[C]>]?: (args: EventArgs<C, N>, context: FoldContext) => void
}

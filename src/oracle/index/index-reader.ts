import type { RegistryEvent } from '../../chain/reads/events.ts'
import type { Status } from '../../domain/enumerations.ts'
import type { Hex } from '../../domain/fields.ts'
import type { DeviceLine, KeyStatusChange } from '../../domain/key-status-source.ts'
import type { AsOf, KeyInfo } from '../../domain/records.ts'
import type { Kind, RecordOf } from './kinds.ts'
import type { Registration } from './registrations.ts'

/** Up to where the index holds everything. `time` in seconds, of the block; `confirmed_at`: milliseconds since 1970, when it was last seen to be at the head. */
export type IndexPosition = {
  readonly block: number
  readonly hash: Hex
  readonly time: number
  /** The chain's newest block when that was last asked. */
  readonly head: number
  readonly confirmed_at: number
  /** How often the index was rolled back so far: what was read of another number may be of blocks that are gone. */
  readonly rollbacks: number
  /** How many it holds, those included that were made void. */
  readonly keys: number
}

/** What is known of one key and how fresh that is, of one and the same state of the index. */
export type IndexAnswer = { readonly as_of: AsOf; readonly confirmed_at: number; readonly info: KeyInfo | undefined }

/** Records of a kind whose fields have these values; which fields, see listed-fields.ts. */
export type RecordFilter = Readonly<Record<string, string | undefined>>

/** `status`: the key's own. */
export type KeyFilter = {
  readonly process_id?: string | undefined
  readonly lot_id?: string | undefined
  readonly owner_id?: string | undefined
  readonly status?: Status | undefined
  /** Who registered it. */
  readonly account?: string | undefined
}

/** Without `cursor` the first page; the block of all pages is that of the first: `at`, or the newest. */
export type PageOf = { readonly limit: number; readonly cursor?: string | undefined; readonly at?: number | undefined }

/** `next`: the cursor of the next page; `undefined` on the last. */
export type Page<T> = { readonly items: readonly T[]; readonly as_of: AsOf; readonly next: string | undefined }

/** A key as it was registered. `account`: the owner's controller or a line account. */
export type ListedKey = {
  readonly key_id: Hex
  readonly process_id: string
  readonly lot_id: string
  readonly account: string
  readonly owner_id: string
  readonly status: Status
  readonly block: number
}

/**
 * One state of the registry after the other, in one file. `at`: as of that block, without it the newest. A block that is not kept (nothing
 * happened in it) answers as the newest one before it that is, and says so in `as_of`.
 */
export type IndexReader = {
  /** CAIP-10: `eip155:CHAIN_ID:KEY_REGISTRY_ADDRESS`. */
  readonly registry: string
  /** `undefined` as long as nothing was read from the chain. */
  position(): IndexPosition | undefined
  /** The newest block that is kept at or before `at`. @throws Problem `index_empty` */
  asOf(at?: number): AsOf
  answer(keyId: Hex): IndexAnswer
  keyInfo(keyId: Hex, at?: number): KeyInfo | undefined
  /** The keys of its device, as far as signatures prove it. */
  line(keyId: Hex, at?: number): DeviceLine | undefined
  record<K extends Kind>(kind: K, id: string, at?: number): RecordOf<K> | undefined
  /** Events that tell of the record, or of the key itself and its lot, process and offers while they were its own, in the chain's order. */
  history(kind: Kind | 'key', id: string, until?: number): RegistryEvent[]
  keys(filter: KeyFilter, page: PageOf): Page<ListedKey>
  /** In the order in which they came to be. @throws Problem `cursor_invalid`, `filter_unknown` */
  records<K extends Kind>(kind: K, filter: RecordFilter, page: PageOf): Page<RecordOf<K>>
  /** How many of a kind there are. */
  count(kind: Kind, at?: number): number
  /** Registrations up to block `at`, in the chain's order, behind the one of number `after` (0: from the first one on). */
  registrations(after: number, at: number, limit: number): Registration[]
  /** How many keys were registered in a lot, up to block `at`; those that were void and came back once more. */
  registeredIn(lotId: string, at: number): number
  /** Key ids that have a row, in their order, from `first` on; of whatever block. */
  keyIds(first: Hex, limit: number): Hex[]
  /** What to decide again because of what came behind `block`; `all` where that is too much to be listed. */
  changesSince(block: number): KeyStatusChange[]
  /** Another number as soon as the index holds another state. */
  version(): number
  /** Whether another file stands in the place of the one that is open: one that was restored, or made anew. */
  isReplaced(): boolean
  close(): void
}

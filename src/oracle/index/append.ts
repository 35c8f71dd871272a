import type { DatabaseSync } from 'node:sqlite'
import type { FollowedWindow } from '../../chain/follow/window.ts'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { IndexedContract } from './contracts.ts'
import { decodeKeysCreated, decodeLog, keysCreatedTopic, type DecodedLog } from './decode-log.ts'
import { writeEvents } from './events.ts'
import { foldsOf } from './fold/all-folds.ts'
import type { KeyFoldContext } from './fold/key-fold.ts'
import { countKeys } from './fold/lots.ts'
import type { KeyReads } from './keys/key-reads.ts'
import { writeKeys, type Keyed, type KeyWrites } from './keys/key-writes.ts'
import { seqOf } from './place.ts'
import type { RecordReads } from './records/record-reads.ts'
import { writeRecords, type RecordWrites, type Written } from './records/record-writes.ts'

/** `contracts`: by address, in lower case. */
export type Appending = {
  readonly database: DatabaseSync
  readonly contracts: ReadonlyMap<string, IndexedContract>
  readonly keys: KeyReads
  readonly records: RecordReads
}

export type Appended = Written & Keyed & { readonly eventsOf: ReadonlyMap<number, number> }

type Writers = { readonly keys: KeyWrites; readonly records: RecordWrites }

/** Folds the events of a window into the records, within a transaction that is open. @throws Problem `chain_nonsense` */
export function appendLogs(
  parts: Appending,
  { blocks, logs, to, head }: FollowedWindow,
  before: Pick<Keyed, 'batches' | 'keyed'>,
): Appended {
  const { database } = parts
  const events = writeEvents(database)
  const keys = writeKeys(database, parts.keys, before)
  const records = writeRecords(database, parts.records)
  const times = new Map(blocks.map(({ number, time }) => [number, time]))
  const eventsOf = new Map<number, number>()
  let last: { readonly seq: number; readonly block: number } | undefined

  for (const log of logs) {
    const block = Number(log.blockNumber)
    const seq = seqOf(block, log.logIndex)
    const time = times.get(block)
    const contract = parts.contracts.get(log.address.toLowerCase())
    if (time === undefined) throw nonsense(`a log is of block ${block}, which is none of those that were read`)
    if (contract === undefined) throw nonsense(`a log is of ${log.address}, which is no contract of this registry`)
    if (last !== undefined && seq <= last.seq) throw nonsense(`logs of block ${block} are not in the chain's order`)
    if (last !== undefined && block !== last.block) records.endBlock()
    last = { seq, block }
    eventsOf.set(block, (eventsOf.get(block) ?? 0) + 1)

    const context = contextOf({ keys, records }, parts.keys, { seq, block, time, transaction: log.transactionHash })
    if (log.topics[0] === keysCreatedTopic && contract === 'KeyRegistry') {
      const created = decodeKeysCreated(log)
      const batch = keys.create(created, seq, time)
      countKeys({ ...context, write: (kind, id, record) => records.count(kind, id, record, seq) }, created)
      events.insert(seq, contract, log, batch)
    } else {
      const decoded = decodeLog(contract, log)
      if (decoded !== undefined) fold(contract, decoded, context)
      events.insert(seq, contract, log)
    }
  }
  records.endBlock()
  // whoever is at the head answers for every key
  if (to >= head || keys.isFull()) keys.flush()
  return { ...records.written(), ...keys.written(), eventsOf }
}

type Where = { readonly seq: number; readonly block: number; readonly time: number; readonly transaction: Hex }

function contextOf({ keys, records }: Writers, keyReads: KeyReads, where: Where): KeyFoldContext {
  const { seq } = where
  return {
    ...where,
    read: records.read,
    write: (kind, id, record) => records.write(kind, id, record, seq),
    // what tells of a key, writes its state
    about: (kind, id) => (kind === 'key' ? undefined : records.about(kind, id, seq)),
    key: keys.read,
    setKey: (keyId, state) => keys.write(keyId, seq, state),
    batch: keyReads.batch,
    setOffered: keys.offered,
    keysOffered: keys.keysOffered,
  }
}

function fold(contract: IndexedContract, { eventName, args }: DecodedLog, context: KeyFoldContext): void {
  foldsOf[contract].get(eventName)?.(args, context)
}

const nonsense = (detail: string) => new Problem('chain_nonsense', { detail })

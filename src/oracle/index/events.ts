import type { DatabaseSync } from 'node:sqlite'
import type { FollowedLog } from '../../chain/follow/window.ts'
import type { RegistryEvent } from '../../chain/reads/events.ts'
import type { Deployment } from '../../chain/deployment.ts'
import type { Hex } from '../../domain/fields.ts'
import type { Blocks } from './blocks.ts'
import type { IndexedContract } from './contracts.ts'
import { decodeLog, encodeKeysCreated, ownerOf } from './decode-log.ts'
import { idsOf, toBytes, toHex } from './keys/bytes.ts'
import type { KeyReads } from './keys/key-reads.ts'
import { blockOf, logIndexOf } from './place.ts'

export type EventWrites = { insert(seq: number, contract: IndexedContract, log: FollowedLog, batch?: number): void }

export function writeEvents(database: DatabaseSync): EventWrites {
  const insert = database.prepare(`INSERT INTO events(seq, contract, topics, transaction_hash, transaction_index, batch, data)
    VALUES (?, ?, ?, ?, ?, ?, ?)`)
  return {
    insert: (seq, contract, { topics, data, transactionHash, transactionIndex }, batch) => {
      const words = Buffer.from(topics.map((topic) => topic.slice(2)).join(''), 'hex')
      const rest = batch === undefined ? toBytes(data) : null
      insert.run(seq, contract, words, toBytes(transactionHash), transactionIndex, batch ?? null, rest)
    },
  }
}

/** An event that is kept: which contract's, and what it says. */
export type KeptEvent = { readonly contract: IndexedContract; readonly event: RegistryEvent }

export type EventReads = {
  /** `undefined`: the contract's interface has no such event. */
  read(seq: number): KeptEvent | undefined
  /** Those behind one place and up to another, at most so many. */
  between(after: number, until: number, limit: number): KeptEvent[]
}

type Row = {
  readonly seq: number
  readonly contract: IndexedContract
  readonly topics: Uint8Array
  readonly transaction_hash: Uint8Array
  readonly transaction_index: number
  readonly batch: number | null
  readonly data: Uint8Array | null
}

const topicLength = 32

export function readEvents(database: DatabaseSync, keys: KeyReads, blocks: Blocks, { contracts }: Deployment): EventReads {
  const select = database.prepare('SELECT * FROM events WHERE seq = ?')
  const selectBetween = database.prepare('SELECT * FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?')

  const toEvent = ({ seq, contract, ...row }: Row): KeptEvent | undefined => {
    const topics: Hex[] = []
    for (let at = 0; at < row.topics.length; at += topicLength) topics.push(toHex(row.topics.subarray(at, at + topicLength)))
    const data = row.batch === null ? toHex(row.data ?? new Uint8Array()) : dataOf(row.batch)
    const said = row.batch === null ? decodeLog(contract, { topics, data }) : { eventName: 'KeysCreated', args: argsOf(topics, row.batch) }
    if (said === undefined) return undefined
    const block = blockOf(seq)
    const where = { blockNumber: BigInt(block), blockHash: blocks.at(block)?.hash ?? '0x', logIndex: logIndexOf(seq) }
    const sent = { transactionHash: toHex(row.transaction_hash), transactionIndex: row.transaction_index }
    const log = { address: contracts[contract].address, topics, data, removed: false, ...where, ...sent }
    return { contract, event: { ...log, ...said } as unknown as RegistryEvent }
  }
  const argsOf = (topics: readonly Hex[], batch: number) => {
    const { process: processId, lot: lotId, account } = keys.batch(batch)
    return { processId, lotId, ownerId: ownerOf(topics), account, keyIds: [...idsOf(keys.idsOfBatch(batch))] }
  }
  const dataOf = (batch: number) => encodeKeysCreated(toBytes(keys.batch(batch).account as Hex), keys.idsOfBatch(batch))

  return {
    read: (seq) => {
      const row = select.get(seq) as Row | undefined
      return row === undefined ? undefined : toEvent(row)
    },
    between: (after, until, limit) => (selectBetween.all(after, until, limit) as Row[]).map(toEvent).filter((event) => event !== undefined),
  }
}

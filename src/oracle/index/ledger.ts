import type { FollowedLedger } from '../../chain/follow/window.ts'
import type { Deployment } from '../../chain/deployment.ts'
import { Problem } from '../../domain/problem.ts'
import { appendLogs } from './append.ts'
import { writeBlocks } from './blocks.ts'
import type { IndexedContract } from './contracts.ts'
import { eventsOf } from './contracts.ts'
import { writingAtOnce } from './in-transaction.ts'
import { toBytes, toHex } from './keys/bytes.ts'
import { guarded } from './open-file.ts'
import { endOf } from './place.ts'
import { emptyPosition, writePosition } from './position.ts'
import { writeRecords } from './records/record-writes.ts'
import { rollBackTo } from './roll-back.ts'
import type { Tables } from './tables.ts'

/** How often the heartbeat is written, in milliseconds. */
const heartbeat = 500

/** The index as the follower fills it. Each window is one transaction, which is there whole when `append` returns, or not at all. */
export function createLedger(tables: Tables, deployment: Deployment): FollowedLedger {
  const { database, file, keys, records, blocks } = tables
  const names = Object.keys(eventsOf) as IndexedContract[]
  const contracts = new Map(names.map((name) => [deployment.contracts[name].address, name]))
  const positions = writePosition(database)
  const write = writeBlocks(database)

  const changing = <T>(work: () => T): T => {
    try {
      return writingAtOnce(database, file, work)
    } catch (error) {
      // what was not written after all
      keys.forget()
      throw error
    }
  }

  const standing = () => {
    const position = positions.read()
    if (position === undefined) throw new Problem('index_empty', { detail: `nothing stands in ${file} to go on from` })
    return position
  }

  return {
    position: () => {
      const row = guarded(file, positions.read)
      return row === undefined ? undefined : { block: row.block, hash: toHex(row.hash) }
    },
    keptBlocks: (limit, before) => guarded(file, () => blocks.kept(limit, before)),

    begin: (genesis, block) =>
      changing(() => {
        if (positions.read() !== undefined) throw new Problem('index_unusable', { detail: `${file} was begun before` })
        const written = writeRecords(database, records)
        for (const { kind, id, record } of genesis.records) written.write(kind, id, record, endOf(block.number))
        written.endBlock()
        write([block], new Map())
        const at = { block: block.number, hash: toBytes(block.hash), time: block.time, head: block.number }
        positions.write({ ...emptyPosition, ...at, generation: 1, records: written.written().created })
      }),

    append: (window) =>
      changing(() => {
        const before = standing()
        const last = window.blocks.at(-1)
        if (window.from !== before.block + 1 || last?.number !== window.to) {
          const detail = `the blocks ${window.from} to ${window.to} do not follow on block ${before.block}, the newest in ${file}`
          throw new Problem('chain_nonsense', { detail })
        }
        const appended = appendLogs({ database, contracts, keys, records }, window, before)
        write(window.blocks, appended.eventsOf)
        const generation = before.generation + 1
        const { kinds } = appended
        const others = kinds.size - (kinds.has('lot') ? 1 : 0)
        positions.write({
          ...before,
          generation,
          records_changed: others > 0 ? generation : before.records_changed,
          lots_changed: kinds.has('lot') ? generation : before.lots_changed,
          block: window.to,
          hash: toBytes(last.hash),
          time: last.time,
          head: Math.max(window.head, window.to),
          batches: appended.batches,
          keyed: appended.keyed,
          keys: before.keys + appended.keys,
          events: before.events + window.logs.length,
          records: before.records + appended.created,
        })
      }),

    rollBack: (toBlock) =>
      changing(() => {
        const before = standing()
        const block = blocks.at(toBlock)
        if (block?.number !== toBlock) throw new Problem('index_unusable', { detail: `block ${toBlock} is not kept in ${file}` })
        positions.write({ ...before, ...rollBackTo(tables, block, before) })
        keys.forget()
      }),

    confirm: (head, at) =>
      guarded(file, () => {
        const { head: before, confirmed_at } = standing()
        if (head !== before || at - confirmed_at >= heartbeat || at < confirmed_at) positions.confirm(head, at)
      }),
  }
}

import { statSync } from 'node:fs'
import { registryNameOf } from '../../chain/registry.ts'
import { toTime } from '../../domain/fields.ts'
import type { LotContext } from '../../domain/lot-context.ts'
import { createAnswer } from './answer.ts'
import { lotContext, type Lookup } from './assemble.ts'
import { changesSince } from './changes-since.ts'
import { createHistory } from './history.ts'
import type { Hold } from './hold.ts'
import { readingAtOnce } from './in-transaction.ts'
import type { IndexReader } from './index-reader.ts'
import { readLines } from './line.ts'
import { listKeys } from './lists/list-keys.ts'
import { countRecords, listRecords } from './lists/list-records.ts'
import { asOfBlock } from './lists/page.ts'
import { guarded } from './open-file.ts'
import { endOf } from './place.ts'
import { toPosition } from './position.ts'
import { requireKeys } from './require-keys.ts'
import { assemble } from './states.ts'
import { readRegistrations } from './registrations.ts'
import type { Tables } from './tables.ts'

/** What an open file answers. */
export function createReader(tables: Tables, hold: Hold): Omit<IndexReader, 'close'> {
  const { database, file, deployment, position, blocks, keys, records } = tables
  const { ino } = statSync(file)
  const answer = createAnswer(tables, hold)
  const lines = readLines(tables)
  const history = createHistory(tables)
  const [keysOf, recordsOf, count] = [listKeys(tables), listRecords(tables), countRecords(tables)]
  const registered = readRegistrations(tables)
  const untilOf = (at: number | undefined) => (at === undefined ? Number.MAX_SAFE_INTEGER : endOf(at))
  const atOnce = <T>(work: () => T): T => readingAtOnce(database, file, work)
  const newest = () => {
    hold.release()
    return position()
  }
  const ofKeys = <T>(work: () => T): T =>
    atOnce(() => {
      requireKeys(tables)
      return work()
    })

  const keyInfoAt: IndexReader['keyInfo'] = (keyId, at = 0) => {
    const state = keys.state(keyId, endOf(at))
    if (state === undefined) return undefined
    const lookup: Lookup = (kind, id) => records.read(kind, id, endOf(at))
    const contextOf = (lotId: string): LotContext => lotContext(lookup, lotId)
    return assemble({ lookup, contextOf, keys }, keyId, state, asOfBlock(blocks, at))
  }

  return {
    registry: registryNameOf(deployment),
    position: () => {
      const row = guarded(file, newest)
      return row === undefined ? undefined : toPosition(row)
    },
    asOf: (at) =>
      atOnce(() => {
        const now = position()
        return now !== undefined && (at === undefined || at >= now.block)
          ? { block: now.block, time: toTime(now.time) }
          : asOfBlock(blocks, at ?? 0)
      }),
    answer,
    keyInfo: (keyId, at) => (at === undefined ? answer(keyId).info : ofKeys(() => keyInfoAt(keyId, at))),
    line: (keyId, at) => ofKeys(() => lines.line(keyId, untilOf(at))),
    record: (kind, id, at) => guarded(file, () => records.read(kind, id, untilOf(at))),
    history: (kind, id, until) => (kind === 'key' ? ofKeys : atOnce)(() => history(kind, id, untilOf(until))),
    keys: (filter, page) => ofKeys(() => keysOf(filter, page)),
    records: (kind, filter, page) => atOnce(() => recordsOf(kind, filter, page)),
    count: (kind, at) => guarded(file, () => count(kind, untilOf(at))),
    registrations: (after, at, limit) => guarded(file, () => registered.registrations(after, at, limit)),
    registeredIn: (lotId, at) => guarded(file, () => registered.registeredIn(lotId, at)),
    keyIds: (first, limit) => guarded(file, () => registered.keyIds(first, limit)),
    changesSince: (block) => atOnce(() => changesSince(tables, lines, block)),
    isReplaced: () => guarded(file, () => (statSync(file, { throwIfNoEntry: false })?.ino ?? ino) !== ino),
    version: () => guarded(file, () => newest()?.generation ?? 0),
  }
}

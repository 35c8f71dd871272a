import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { AsOf } from '../../domain/records.ts'
import type { Hold } from './hold.ts'
import type { IndexAnswer } from './index-reader.ts'
import { toBytes } from './keys/bytes.ts'
import { catchingUp } from './require-keys.ts'
import { endOf } from './place.ts'
import { sqliteProblem } from './sqlite-problem.ts'
import { newestStates } from './states.ts'
import type { Tables } from './tables.ts'

type Row = readonly [
  records_changed: number,
  lots_changed: number,
  rollbacks: number,
  block: number,
  time: number,
  confirmed_at: number,
  place: number | null,
  waiting: number,
]

/**
 * What the index says of a key now. The first statement on a state of the file reads the key's row and which state that is, those behind it
 * the row alone; the rest is in memory as long as no record changes, or read as of the same block.
 */
export function createAnswer({ database, file, keys, records }: Tables, hold: Hold): (keyId: Hex) => IndexAnswer {
  const selectFirst = database.prepare(`SELECT records_changed, lots_changed, rollbacks, block, time, confirmed_at, place, batches - keyed
    FROM position LEFT JOIN keys ON key_id = ?`)
  const selectPlace = database.prepare('SELECT place FROM keys WHERE key_id = ?')
  selectFirst.setReturnArrays(true)
  selectPlace.setReturnArrays(true)
  const states = newestStates(keys, records)
  let seen: Row | undefined
  let as_of: AsOf = { block: 0, time: '' }

  /** The key's place, in the state `seen`. */
  const read = (id: Uint8Array): { place: number | null; state: Row } => {
    if (!hold.take() && seen !== undefined) {
      const row = selectPlace.get(id) as unknown as [number] | undefined
      return { place: row?.[0] ?? null, state: seen }
    }
    const row = selectFirst.get(id) as unknown as Row | undefined
    if (row === undefined) throw new Problem('index_empty', { detail: `nothing stands in ${file} yet` })
    const [records_changed, lots_changed, rollbacks, block, time, , place] = row
    if (seen === undefined || !isSame(seen, row)) as_of = states.see({ records_changed, lots_changed, rollbacks, block, time })
    seen = row
    return { place, state: row }
  }

  const answer = (keyId: Hex): IndexAnswer => {
    const id = toBytes(keyId)
    const { place, state: row } = read(id)
    const [, , , block, , confirmed_at, , waiting] = row
    if (waiting > 0) throw catchingUp(file)
    if (place === null) return { as_of, confirmed_at, info: undefined }
    if (place % 2 === 0) return { as_of, confirmed_at, info: states.infoOfFresh(keyId, place / 2) }
    const state = keys.stateAt(id, place, endOf(block))
    return { as_of, confirmed_at, info: state === undefined ? undefined : states.infoOf(keyId, state) }
  }

  return (keyId) => {
    try {
      return answer(keyId)
    } catch (error) {
      seen = undefined
      hold.release()
      throw sqliteProblem(file, error)
    }
  }
}

/** Whether two rows are of one state of the file, as far as what is kept in memory goes. */
const isSame = (a: Row, b: Row) => a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3] && a[4] === b[4]

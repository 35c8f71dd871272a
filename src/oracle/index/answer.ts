import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { AsOf } from '../../domain/records.ts'
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
 * What the index says of a key now. One statement reads the key's row and says in which state the file is; the rest is in memory as long as
 * no record changes, or read as of the same block.
 */
export function createAnswer({ database, file, keys, records }: Tables): (keyId: Hex) => IndexAnswer {
  const select = database.prepare(`SELECT records_changed, lots_changed, rollbacks, block, time, confirmed_at, place, batches - keyed
    FROM position LEFT JOIN keys ON key_id = ?`)
  select.setReturnArrays(true)
  const states = newestStates(keys, records)
  let seen: Row | undefined
  let as_of: AsOf | undefined

  const asOfRow = (row: Row): AsOf => {
    if (as_of !== undefined && seen !== undefined && isSame(seen, row)) return as_of
    const [records_changed, lots_changed, rollbacks, block, time] = row
    seen = row
    as_of = states.see({ records_changed, lots_changed, rollbacks, block, time })
    return as_of
  }

  const answer = (keyId: Hex): IndexAnswer => {
    const id = toBytes(keyId)
    const row = select.get(id) as unknown as Row | undefined
    if (row === undefined) throw new Problem('index_empty', { detail: `nothing stands in ${file} yet` })
    const as_of = asOfRow(row)
    const [, , , block, , confirmed_at, place, waiting] = row
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
      throw sqliteProblem(file, error)
    }
  }
}

/** Whether two rows are of one state of the file, as far as what is kept in memory goes. */
const isSame = (a: Row, b: Row) => a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3] && a[4] === b[4]

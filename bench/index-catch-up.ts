import { DatabaseSync } from 'node:sqlite'
import type { FollowedWindow } from '../src/chain/follow/window.ts'
import { decodeKeysCreated } from '../src/oracle/index/decode-log.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { beginIndex, keysPerBatch, keysPerWindow, windowOfKeys } from './index-of/fill.ts'
import { inTurn, type Bench } from './report.ts'

const windows = 8
const rounds = 3

/** An index that catches up with a million keys: windows as the follower hands them over, beside the same rows put into a bare SQLite. */
export const indexCatchUp: Bench = async (report) => {
  const folder = temporaryFolder()
  let files = 0
  const file = () => folder.file(`${++files}.sqlite`)
  const given: FollowedWindow[] = []
  for (let done = 0; done < windows; done++) {
    given.push(windowOfKeys((given.at(-1)?.to ?? 0) + 1, (done * keysPerWindow) / keysPerBatch, keysPerWindow))
  }
  const rates = await inTurn({ bare: () => appendBare(file(), given), index: () => appendIndexed(file(), given) }, rounds)
  folder.remove()
  const baseline = { what: 'the same rows by bare node:sqlite', value: rates.bare }
  const what = `${(windows * keysPerWindow).toLocaleString('en-US')} keys from their logs`
  report({ bench: 'index-catch-up', what, value: rates.index, unit: 'keys/s', baseline, reach: '>= 100,000' })
}

function appendIndexed(file: string, given: readonly FollowedWindow[]): number {
  const index = beginIndex(file)
  const began = performance.now()
  const head = given.at(-1)?.to ?? 0
  for (const window of given) index.append({ ...window, head })
  const seconds = (performance.now() - began) / 1000
  index.close()
  return (windows * keysPerWindow) / seconds
}

/** The rows of keys, and of their batches, as they come; decoded before. */
function appendBare(file: string, given: readonly FollowedWindow[]): number {
  const decoded = given.map(({ logs }) => logs.map((log) => decodeKeysCreated(log)))
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8192')
  database.exec('CREATE TABLE keys(key_id BLOB PRIMARY KEY, place INTEGER) WITHOUT ROWID; CREATE TABLE batches(lot INTEGER, key_ids BLOB)')
  const insertKey = database.prepare('INSERT INTO keys VALUES (?, ?)')
  const insertBatch = database.prepare('INSERT INTO batches VALUES (?, ?)')
  const began = performance.now()
  for (const window of decoded) {
    database.exec('BEGIN')
    for (const { lot, keyIds } of window) {
      const { lastInsertRowid } = insertBatch.run(lot, keyIds)
      for (let at = 0; at < keyIds.length; at += 32) insertKey.run(keyIds.subarray(at, at + 32), Number(lastInsertRowid) * 2)
    }
    database.exec('COMMIT')
  }
  const seconds = (performance.now() - began) / 1000
  database.close()
  return (windows * keysPerWindow) / seconds
}

import { execFileSync } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import { readPolicy } from '../scripts/policies.ts'
import { decide } from '../src/domain/decide.ts'
import type { Hex } from '../src/domain/fields.ts'
import type { IndexReader } from '../src/oracle/index/index-reader.ts'
import { openIndexReader } from '../src/oracle/index/open-index.ts'
import { syntheticDeployment } from '../test/support/synthetic-registry.ts'
import { keysPerBatch } from './index-of/fill.ts'
import { indexOfTenMillion, tenMillion } from './index-of/ten-million.ts'
import { inTurn, type Bench } from './report.ts'

const decisions = 200_000
const coldReads = 2000
const rounds = 5

/** Decisions on random keys of ten million, each read from the index, beside a read of the same row by node:sqlite alone. */
export const indexDecision: Bench = async (report) => {
  const { file } = indexOfTenMillion()
  const reader = openIndexReader(file, syntheticDeployment)
  const bare = new DatabaseSync(file, { readOnly: true })
  bare.exec('PRAGMA cache_size = -32768')
  const ids = randomKeys(bare, decisions)
  const row = bare.prepare('SELECT place FROM keys WHERE key_id = ?')
  const decideOne = decider(reader)

  const run = (one: (keyId: Hex) => unknown) => () => perSecond(ids, one)
  const read = (keyId: Hex) => row.get(Buffer.from(keyId.slice(2), 'hex'))
  const rates = await inTurn(
    { warmUp: run(decideOne), bare: run(read), info: run((keyId) => reader.keyInfo(keyId)), decide: run(decideOne) },
    rounds,
  )
  const baseline = { what: 'a point read of the row', value: rates.bare }
  const bench = 'index-decision'
  report({
    bench,
    what: 'decided, random keys of 10,000,000, warm',
    value: rates.decide,
    unit: 'decisions/s',
    baseline,
    reach: '>= 100,000',
  })
  report({ bench, what: 'get_key_info, warm', value: rates.info, unit: 'answers/s', baseline, reach: '> 167,000' })

  const warm = times(ids, decideOne)
  const times99 = { what: 'a point read of the row', value: percentile(times(ids, read), 0.99) }
  report({
    bench,
    what: 'one decision, warm, 99th percentile',
    value: percentile(warm, 0.99),
    unit: 'us',
    baseline: times99,
    reach: '< 50',
  })
  report({ bench, what: 'one decision, warm, median', value: percentile(warm, 0.5), unit: 'us' })
  reader.close()
  bare.close()

  forget(file)
  const cold = openIndexReader(file, syntheticDeployment)
  const coldTimes = times(ids.slice(0, coldReads), decider(cold))
  report({ bench, what: 'one decision, nothing of the file in memory, median', value: percentile(coldTimes, 0.5), unit: 'us' })
  report({ bench, what: 'one decision, nothing of the file in memory, 99th percentile', value: percentile(coldTimes, 0.99), unit: 'us' })
  cold.close()
}

function decider(reader: IndexReader): (keyId: Hex) => void {
  const policy = readPolicy('csip-baseline')
  const { registry } = reader
  const now = Date.parse('2026-11-02T00:00:00Z') / 1000
  return (keyId) => {
    const { as_of, info } = reader.answer(keyId)
    if (info === undefined) throw new Error(`the index does not have ${keyId}`)
    const { outcome } = decide({ key_id: keyId, answer: { kind: 'known', registry, as_of, info }, policy, client_type: 'device', now })
    if (outcome !== 'admit') throw new Error(`decided ${outcome}`)
  }
}

/** Keys drawn from the whole file, in no order. */
function randomKeys(database: DatabaseSync, count: number): Hex[] {
  const select = database.prepare('SELECT substr(key_ids, ?, 32) AS key_id FROM batches WHERE batch = ?')
  return Array.from({ length: count }, (): Hex => {
    const batch = 1 + Math.floor((Math.random() * tenMillion) / keysPerBatch)
    const found = select.get(1 + 32 * Math.floor(Math.random() * keysPerBatch), batch) as { key_id: Uint8Array }
    return `0x${Buffer.from(found.key_id).toString('hex')}`
  })
}

function perSecond(ids: readonly Hex[], one: (keyId: Hex) => unknown): number {
  const began = performance.now()
  for (const keyId of ids) one(keyId)
  return (ids.length * 1000) / (performance.now() - began)
}

/** Microseconds of each. */
function times(ids: readonly Hex[], one: (keyId: Hex) => unknown): Float64Array {
  return Float64Array.from(ids, (keyId) => {
    const began = performance.now()
    one(keyId)
    return (performance.now() - began) * 1000
  })
}

function percentile(values: Float64Array, part: number): number {
  const sorted = values.toSorted()
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN
}

/** Has the system drop what it keeps of the file in memory (posix_fadvise, as GNU dd asks for it). */
function forget(file: string): void {
  execFileSync('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'], { stdio: 'ignore' })
}

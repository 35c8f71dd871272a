import { provenCounts, type ProvenCounts } from '../../chain/proofs/state/counts.ts'
import { provenLot } from '../../chain/proofs/state/lots.ts'
import type { ProvenState } from '../../chain/proofs/state/proven-state.ts'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { IndexReader } from '../index/index-reader.ts'
import type { Kind } from '../index/kinds.ts'
import { allKeys, someKeys } from './choose-keys.ts'
import { chooseRecords } from './choose-records.ts'
import { differences, type IndexFault } from './index-fault.ts'
import { randomBy } from './random.ts'
import { compareKey } from './verify-keys.ts'
import { verifyRecords } from './verify-records.ts'

export type VerifyOptions = {
  /** How many keys, and how many records of each kind; without it all of them. */
  readonly sample?: number | undefined
  readonly seed: string
  /** So many keys and records were compared so far. */
  readonly onProgress?: (compared: number) => void
}

export type VerifiedIndex = {
  readonly block: number
  /** Records of each kind that were compared. */
  readonly compared: Readonly<Record<string, number>>
  /** Words of the contracts' storage that were proven. */
  readonly words: number
  readonly fault_count: number
  /** The first of them. */
  readonly faults: readonly IndexFault[]
}

const faultsKept = 100

/**
 * Compares an index with the proven state of the contracts after a block: what it says of records, how many there are of them, and that it has
 * every key that was registered and no other.
 * @throws Problem `proof_invalid`, `state_missing`, `index_unusable` where the index is rolled back meanwhile
 */
export async function verifyIndex(reader: IndexReader, state: ProvenState, options: VerifyOptions): Promise<VerifiedIndex> {
  const { sample = Infinity, seed, onProgress } = options
  const at = state.header.number
  const before = reader.position()
  const faults: IndexFault[] = []
  let [faultCount, compared, keysCompared] = [0, 0, 0]
  const onFault = (fault: IndexFault) => {
    if (faultCount++ < faultsKept) faults.push(fault)
  }
  const onCompared = () => onProgress?.(++compared)

  if (before?.block === at) differences('block', String(at), { hash: before.hash }, { hash: state.header.hash }).forEach(onFault)
  const counts = await provenCounts(state)
  differences('registry', 'counts', countsOf(reader, counts, at), counts).forEach(onFault)

  const random = randomBy(seed)
  const records = verifyRecords(reader, state)
  chooseRecords(reader, counts, at, random, sample, records.want)
  await records.drain(onFault, onCompared)

  const keysIn = new Map<string, number>()
  const chosen = sample === Infinity ? allKeys(reader, at) : someKeys(reader, at, random, sample)
  for await (const compared of comparedKeys(reader, state, chosen)) {
    for (const { faults, info } of compared) {
      faults.forEach(onFault)
      keysCompared++
      onCompared()
      if (info === undefined) continue
      const { lot_id, owner_id, status } = info.key
      if (status !== 'void') keysIn.set(lot_id, (keysIn.get(lot_id) ?? 0) + 1)
      records.want('lot', lot_id)
      records.want('entity', owner_id)
    }
    await records.drain(onFault, onCompared)
  }
  for (const lotId of records.idsOf('lot')) {
    const lot = await provenLot(state, lotId)
    if (lot === undefined) continue
    const inIndex = sample === Infinity ? (keysIn.get(lotId) ?? 0) : atMostCount(reader.registeredIn(lotId, at), lot.key_count)
    differences('lot', lotId, { keys: inIndex }, { keys: lot.key_count }).forEach(onFault)
  }
  if (reader.position()?.rollbacks !== before?.rollbacks) {
    throw new Problem('index_unusable', { detail: 'it was rolled back while it was compared: run the comparison again' })
  }
  return { block: at, compared: { key: keysCompared, ...records.compared() }, words: state.proven(), fault_count: faultCount, faults }
}

function countsOf(reader: IndexReader, counts: ProvenCounts, at: number): object {
  return Object.fromEntries(Object.keys(counts).map((kind) => [kind, reader.count(kind as Kind, at)]))
}

/** Of a sample it is only seen that not too few were registered: which of them are void, and in no lot's count, takes all of them to say. */
const atMostCount = (registered: number, count: number) => Math.min(registered, count)

type ComparedKeys = Awaited<ReturnType<typeof compareKey>>[]

/** The node proves the next keys while these are compared. */
async function* comparedKeys(reader: IndexReader, state: ProvenState, pages: Generator<readonly Hex[]>): AsyncGenerator<ComparedKeys> {
  let ahead: Promise<ComparedKeys> | undefined
  for (const ids of pages) {
    const next = Promise.all(ids.map((id) => compareKey(reader, state, id)))
    // told to whoever waits for it, which may be later
    next.catch(() => undefined)
    if (ahead !== undefined) yield await ahead
    ahead = next
  }
  if (ahead !== undefined) yield await ahead
}

import { provenKey } from '../../chain/proofs/state/keys.ts'
import { provenLot } from '../../chain/proofs/state/lots.ts'
import type { ProvenState } from '../../chain/proofs/state/proven-state.ts'
import { toSeconds, toTime, type Hex } from '../../domain/fields.ts'
import { keyRecordOf } from '../../domain/key-info-of.ts'
import { Problem } from '../../domain/problem.ts'
import type { KeyInfo } from '../../domain/records.ts'
import type { IndexReader } from '../index/index-reader.ts'
import { differences, type IndexFault } from './index-fault.ts'

export type ComparedKey = { readonly faults: readonly IndexFault[]; readonly info: KeyInfo | undefined }

/** A key as the index answers, beside the same made of the proven words by the same pure function. */
export async function compareKey(reader: IndexReader, state: ProvenState, keyId: Hex): Promise<ComparedKey> {
  const info = infoAt(reader, keyId, state.header.number)
  if (typeof info === 'string') return { info: undefined, faults: [{ kind: 'key', id: keyId, field: null, index: info, chain: null }] }
  const kept = await provenKey(state, keyId)
  if (kept === undefined) return { info, faults: differences('key', keyId, info?.key, undefined) }
  const lot = await provenLot(state, kept.lot_id)
  const at = info === undefined ? state.header.time : toSeconds(info.as_of.time)
  const chain = {
    ...keyRecordOf(kept, lot?.process_id ?? '', kept.own_owner_id ?? lot?.owner_id ?? '', at),
    successor_id: kept.successor_id,
    superseded_at: kept.superseded_at === null ? null : toTime(kept.superseded_at),
    predecessor_id: kept.predecessor_id,
  }
  const { successor_id, superseded_at, predecessor_id } = info ?? {}
  const index = info === undefined ? undefined : { ...info.key, successor_id, superseded_at, predecessor_id }
  return { info, faults: differences('key', keyId, index, chain) }
}

/** The newest answer is there at once; one of an older block is put together. @returns what is wrong where the index cannot answer */
function infoAt(reader: IndexReader, keyId: Hex, block: number): KeyInfo | undefined | string {
  try {
    const { as_of, info } = reader.answer(keyId)
    return as_of.block === block ? info : reader.keyInfo(keyId, block)
  } catch (error) {
    if (error instanceof Problem && error.code === 'index_damaged') return error.message
    throw error
  }
}

import type { Hex } from '../../domain/fields.ts'
import type { KeyList } from '../../domain/key-files/key-list.ts'
import { proveReceipt } from '../proofs/prove-receipt.ts'
import type { RegisteredBatch } from '../register/registration.ts'
import type { ChainRegistry } from '../registry.ts'
import { keysCreated } from './keys-created.ts'
import type { KeysLine } from './receipt-lines.ts'

const keysALine = 500

/** What is written of a batch: a line for what its transaction registered, and one for keys that stood there before. */
export async function linesOfBatch({ client, deployment }: ChainRegistry, batch: RegisteredBatch, keys: KeyList): Promise<KeysLine[]> {
  const { receipt, transaction, block } = batch
  const position = new Map(batch.key_ids.map((keyId, place) => [keyId, batch.positions[place] ?? -1]))
  const provenAmong = (keyIds: readonly Hex[]) => provenOnes(keyIds, (keyId) => keys.isProven(position.get(keyId) ?? -1))
  const events = keysCreated(deployment.contracts.KeyRegistry.address, receipt.logs)
  const made = new Set(events.flatMap(({ key_ids }) => key_ids))
  const others = batch.key_ids.filter((keyId) => !made.has(keyId))
  const lines: KeysLine[] = []
  if (events.length > 0) {
    const { header, index, nodes } = await proveReceipt(client, receipt)
    const proof = { header, index, nodes: [...nodes] }
    for (const { lot_id, key_ids } of events) {
      const place = { transaction, block, block_hash: receipt.blockHash, lot_id }
      lines.push({ ...place, key_ids: [...key_ids], proven: provenAmong(key_ids), proof })
    }
  }
  if (others.length > 0) lines.push({ stood_before: true, key_ids: others, proven: provenAmong(others) })
  return lines
}

/** What is written of the keys at positions that are not in `heard`. */
export function* linesOfOthers(keys: KeyList, heard: PositionSet): Generator<KeysLine, void> {
  for (let first = 0; first < keys.count; first += keysALine) {
    const others = keys
      .slice(first, keysALine)
      .map((key_id, index) => ({ key_id, position: first + index }))
      .filter(({ position }) => !heard.has(position))
    if (others.length === 0) continue
    const positions = new Map(others.map(({ key_id, position }) => [key_id, position]))
    const key_ids = others.map(({ key_id }) => key_id)
    yield { stood_before: true, key_ids, proven: provenOnes(key_ids, (keyId) => keys.isProven(positions.get(keyId) ?? -1)) }
  }
}

function provenOnes(keyIds: readonly Hex[], isProven: (keyId: Hex) => boolean): KeysLine['proven'] {
  const places = keyIds.flatMap((keyId, place) => (isProven(keyId) ? [place] : []))
  return places.length === keyIds.length ? 'all' : places.length === 0 ? 'none' : places
}

/** Positions of a list, a bit each. */
export type PositionSet = { add(position: number): void; has(position: number): boolean }

export function positionSet(count: number): PositionSet {
  const bits = new Uint8Array(Math.ceil(count / 8))
  return {
    add: (position) => void (bits[position >> 3] = (bits[position >> 3] ?? 0) | (1 << (position & 7))),
    has: (position) => ((bits[position >> 3] ?? 0) & (1 << (position & 7))) !== 0,
  }
}

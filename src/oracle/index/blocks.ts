import type { DatabaseSync } from 'node:sqlite'
import type { FollowedBlock } from '../../chain/follow/window.ts'
import type { Hex } from '../../domain/fields.ts'
import { toBytes, toHex } from './keys/bytes.ts'

/** So many blocks at the end are kept although nothing happened in them: what a chain may be rolled back by, and what `as_of` names exactly. */
const keptEmpty = 1024

export type KeptBlock = { readonly number: number; readonly hash: Hex; readonly time: number }

export type Blocks = {
  /** The newest kept one at or before `number`. */
  at(number: number): KeptBlock | undefined
  kept(limit: number, before?: number): KeptBlock[]
}

type Row = { readonly number: number; readonly hash: Uint8Array; readonly time: number }

const toBlock = ({ number, hash, time }: Row): KeptBlock => ({ number, hash: toHex(hash), time })

export function readBlocks(database: DatabaseSync): Blocks {
  const select = database.prepare('SELECT number, hash, time FROM blocks WHERE number <= ? ORDER BY number DESC LIMIT ?')
  const read = (number: number, limit: number) => (select.all(number, limit) as Row[]).map(toBlock)
  return {
    at: (number) => read(number, 1)[0],
    kept: (limit, before = Number.MAX_SAFE_INTEGER) => read(before - 1, limit),
  }
}

/** Keeps blocks, with how many events each has. */
export function writeBlocks(database: DatabaseSync): (blocks: readonly FollowedBlock[], events: ReadonlyMap<number, number>) => void {
  const insert = database.prepare('INSERT OR REPLACE INTO blocks(number, hash, time, events) VALUES (?, ?, ?, ?)')
  const prune = database.prepare('DELETE FROM blocks WHERE number < ? AND number > ? AND events = 0')
  return (blocks, events) => {
    for (const { number, hash, time } of blocks) insert.run(number, toBytes(hash), time, events.get(number) ?? 0)
    const [first, last] = [blocks[0]?.number, blocks.at(-1)?.number]
    if (first === undefined || last === undefined) return
    // what lies further back was looked through when blocks before these came; a first block of all stays
    const end = last - keptEmpty
    prune.run(end, Math.max(0, first - 2 * keptEmpty))
  }
}

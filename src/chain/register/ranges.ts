import type { Hex } from '../../domain/fields.ts'
import type { KeyList } from '../../domain/key-files/key-list.ts'

/** Positions in a list of keys, ascending: runs of `count` from `first` on. */
export type Ranges = readonly (readonly [first: number, count: number])[]

export const countOf = (ranges: Ranges): number => ranges.reduce((sum, [, count]) => sum + count, 0)

export const positionsOf = (ranges: Ranges): number[] =>
  ranges.flatMap(([first, count]) => Array.from({ length: count }, (_, index) => first + index))

/** @param positions ascending */
export function rangesOf(positions: readonly number[]): Ranges {
  const ranges: [number, number][] = []
  for (const position of positions) {
    const last = ranges.at(-1)
    if (last !== undefined && last[0] + last[1] === position) last[1]++
    else ranges.push([position, 1])
  }
  return ranges
}

/** Pieces of at most `size` positions. */
export function piecesOf(ranges: Ranges, size: number): Ranges[] {
  const pieces: [number, number][][] = []
  let room = 0
  for (let [first, count] of ranges) {
    while (count > 0) {
      if (room === 0) {
        pieces.push([])
        room = size
      }
      const taken = Math.min(count, room)
      pieces.at(-1)?.push([first, taken])
      first += taken
      count -= taken
      room -= taken
    }
  }
  return pieces
}

export const keysAt = (keys: KeyList, ranges: Ranges): readonly Hex[] =>
  ranges.length === 1 ? keys.slice(...ranges[0]!) : ranges.flatMap(([first, count]) => keys.slice(first, count))

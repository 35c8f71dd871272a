import { idLength } from './bytes.ts'

/** Where a key id stands: in the list of `of`, from the octet `at` on. */
export type Place<T> = { readonly of: T; readonly at: number }

/** So many are sorted at once: numbers of 31 bits of a key id and 22 of its place stay exact. */
const most = 2 ** 22

/** Key ids of several lists in the order of their first 31 bits, which is nearly that of the whole: sorted as plain numbers, without a call a pair. */
export function* sortedPlaces<T extends { readonly ids: Buffer }>(lists: readonly T[]): Generator<Place<T>> {
  const starts: number[] = []
  let count = 0
  for (const { ids } of lists) {
    starts.push(count)
    count += ids.length / idLength
  }
  for (let first = 0; first < count; first += most) {
    const numbers = new Float64Array(Math.min(most, count - first))
    let list = lastAtOrBelow(starts, first)
    for (let index = 0; index < numbers.length; index++) {
      while (first + index >= (starts[list + 1] ?? Infinity)) list++
      const at = (first + index - starts[list]!) * idLength
      numbers[index] = Math.floor(lists[list]!.ids.readUInt32BE(at) / 2) * most + index
    }
    numbers.sort()
    for (const number of numbers) {
      const place = first + (number % most)
      const list = lastAtOrBelow(starts, place)
      yield { of: lists[list]!, at: (place - starts[list]!) * idLength }
    }
  }
}

function lastAtOrBelow(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (ascending[middle]! <= value) low = middle
    else high = middle - 1
  }
  return low
}

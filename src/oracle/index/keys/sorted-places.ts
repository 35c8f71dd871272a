import { idLength } from './bytes.ts'

/** Where a key id stands: in the list of `of`, from the octet `at` on. */
export type Place<T> = { readonly of: T; readonly at: number }

/** So many are sorted at once: numbers of 31 bits of a key id and 22 of its place stay exact. */
const most = 2 ** 22

/** Key ids of several lists in the order of their first 31 bits, which is nearly that of the whole: sorted as plain numbers, without a call a pair. */
export function* sortedPlaces<T extends { readonly ids: Buffer }>(lists: readonly T[]): Generator<Place<T>> {
  let part: T[] = []
  let count = 0
  for (const list of lists) {
    const more = list.ids.length / idLength
    if (count + more > most && part.length > 0) {
      yield* sorted(part, count)
      part = []
      count = 0
    }
    part.push(list)
    count += more
  }
  if (count > 0) yield* sorted(part, count)
}

function* sorted<T extends { readonly ids: Buffer }>(lists: readonly T[], count: number): Generator<Place<T>> {
  const numbers = new Float64Array(count)
  const listOf = new Uint32Array(count)
  const starts = new Uint32Array(lists.length)
  let next = 0
  for (const [index, { ids }] of lists.entries()) {
    starts[index] = next
    for (let at = 0; at < ids.length; at += idLength) {
      numbers[next] = Math.floor(ids.readUInt32BE(at) / 2) * most + next
      listOf[next++] = index
    }
  }
  numbers.sort()
  for (const number of numbers) {
    const place = number % most
    const list = listOf[place]!
    yield { of: lists[list]!, at: (place - starts[list]!) * idLength }
  }
}

import { randomInt } from 'node:crypto'

/** Holds back some of the many keys that pass, in flat memory. */
export type Sample<T> = {
  add(items: readonly T[]): void
  /** What has to be looked at by now: nothing but where all are wanted and `atOnce` of them are there. */
  take(atOnce: number): readonly T[]
  /** What is left at the end, `atOnce` of it. */
  rest(atOnce: number): readonly T[]
}

/** @param size how many, each with the same chance (Vitter's algorithm R), or all */
export function openSample<T>(size: number | 'all'): Sample<T> {
  let held: T[] = []
  let passed = 0
  const rest = (atOnce: number) => held.splice(0, atOnce)
  return {
    rest,
    take: (atOnce) => (size === 'all' && held.length >= atOnce ? rest(atOnce) : []),
    add: (items) => {
      for (const item of items) {
        passed += 1
        if (size === 'all' || held.length < size) held.push(item)
        else {
          const place = randomInt(passed)
          if (place < size) held[place] = item
        }
      }
    },
  }
}

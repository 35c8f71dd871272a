/** Numbers that follow from a seed (mulberry32), so that a history can be run again. */
export type Choice = {
  number(below: number): number
  of<T>(list: Iterable<T>): T | undefined
  some<T>(list: Iterable<T>, most: number): T[]
  chance(share: number): boolean
}

export function pickBy(seed: number): Choice {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const number = (below: number) => Math.floor(next() * below)
  const of = <T>(list: Iterable<T>) => {
    const all = [...list]
    return all[number(all.length)]
  }
  return {
    number,
    of,
    some: (list, most) => {
      const all = [...list]
      return Array.from({ length: Math.min(1 + number(most), all.length) }, () => all.splice(number(all.length), 1)).flat()
    },
    chance: (share) => next() < share,
  }
}

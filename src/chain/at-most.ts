/** Runs what it is given, no more than `limit` at a time; the rest waits in the order of the calls. */
export function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // whoever waits takes this place
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}

/** Runs what it is given, and waits for all of it. */
export type TwoAtOnce<T> = {
  run(work: () => Promise<T>): Promise<T>
  /** When all that was given so far has ended, well or not. */
  ended(): Promise<void>
}

/**
 * Begins what it is given in the order of the calls. As long as all goes well, the next begins while one is still under way, so that whoever does
 * it never waits for us; after a failure, and at first, one has to end before the next begins.
 */
export function twoAtOnce<T>(wentWell: (result: T) => boolean): TwoAtOnce<T> {
  const waiting: (() => void)[] = []
  let [running, limit] = [0, 1]
  let all: Promise<unknown> = Promise.resolve()
  const next = () => {
    while (running < limit && waiting.length > 0) {
      running++
      waiting.shift()?.()
    }
  }
  const inOrder = async (work: () => Promise<T>) => {
    await new Promise<void>((begin) => {
      waiting.push(begin)
      next()
    })
    try {
      const result = await work()
      limit = wentWell(result) ? 2 : 1
      return result
    } catch (error) {
      limit = 1
      throw error
    } finally {
      running--
      next()
    }
  }
  return {
    run: (work) => {
      const done = inOrder(work)
      all = Promise.allSettled([all, done])
      return done
    },
    ended: async () => void (await all),
  }
}

import progress from 'cli-progress'

/** How far a command is, on standard error; silent for what is done within two seconds. */
export type Progress = { update(done: number): void; stop(): void }

const quietMilliseconds = 2000
const withoutTerminalMilliseconds = 5000

/**
 * A bar with the rate and the time left.
 * @param what is counted, in the plural
 */
export function startProgress(total: number, what: string): Progress {
  return start(`{bar} {value}/{total} ${what}, {rate}/s, {left} left`, total, (rate, done) => ({
    left: rate === 0 ? '?' : progress.Format.TimeFormat(Math.ceil(Math.max(0, total - done) / rate), { autopaddingChar: ' ' }, 1),
  }))
}

/** The same for what nobody knows the end of. @param what is counted, in the plural */
export function startCount(what: string): Progress {
  return start(`{value} ${what}, {rate}/s`, 0, () => ({}))
}

function start(format: string, total: number, payloadOf: (rate: number, done: number) => object): Progress {
  const bar = new progress.SingleBar({ stream: process.stderr, format, noTTYOutput: true, notTTYSchedule: withoutTerminalMilliseconds })
  const began = Date.now()
  // what an earlier run did is there at once, and says nothing of the speed of this one
  let first: number | undefined
  let started = false
  return {
    update: (done) => {
      first ??= done
      const milliseconds = Date.now() - began
      if (!started && milliseconds < quietMilliseconds) return
      const rate = ((done - first) * 1000) / milliseconds
      const payload = { rate: Math.round(rate).toLocaleString('en-US'), ...payloadOf(rate, done) }
      // there may be more than was told: records beside the keys
      const reached = Math.max(total, done)
      if (started) bar.setTotal(reached)
      if (started) bar.update(done, payload)
      else bar.start(reached, done, payload)
      started = true
    },
    stop: () => {
      if (started) bar.stop()
      started = false
    },
  }
}

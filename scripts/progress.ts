import { SingleBar } from 'cli-progress'

/** How far a command is, on standard error; silent for what is done within two seconds. */
export type Progress = { update(done: number): void; stop(): void }

const quietMilliseconds = 2000

/** @param what is counted, in the plural */
export function startProgress(total: number, what: string): Progress {
  const began = Date.now()
  const bar = new SingleBar({
    stream: process.stderr,
    format: `{bar} {value}/{total} ${what}`,
    noTTYOutput: true,
    notTTYSchedule: 5000,
  })
  let started = false
  return {
    update: (done) => {
      if (!started && Date.now() - began < quietMilliseconds) return
      if (!started) bar.start(total, done)
      started = true
      bar.update(done)
    },
    stop: () => {
      if (started) bar.stop()
    },
  }
}

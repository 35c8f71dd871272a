import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A server in a process of its own, since it shares the machine's cores with its clients. */
export type BenchServer = {
  readonly url: string
  /** Seconds of processor time that it has had so far; undefined where the system does not tell in /proc. */
  processorTime(): number | undefined
  stop(): Promise<void>
}

/** Starts the gateway, or the bare server beside it, from one configuration of the gateway. */
export async function startServer(kind: 'gateway' | 'bare', config: string): Promise<BenchServer> {
  const child = fork(join(import.meta.dirname, `${kind}-process.ts`), [config], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the ${kind} ended with ${String(code)} before it was ready`)
  })
  const [{ url }] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string }]
  ended.catch(() => undefined)
  return serverOf(url, child)
}

/** A running child as a server. */
export function serverOf(url: string, child: ChildProcess): BenchServer {
  return {
    url,
    processorTime: () => processorTime(child.pid ?? 0),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** proc(5): the 14th and 15th field of /proc/PID/stat, in hundredths of a second. */
function processorTime(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A server in a process of its own, since it shares the machine's cores with its clients. */
export type BenchServer = {
  readonly url: string
  /** Seconds of processor time that it has had so far; undefined where the system does not tell in /proc. */
  processorTime(): number | undefined
  stop(): Promise<void>
}

/** Starts the gateway, itself without its check, or a bare server beside it, from one configuration of the gateway. */
export async function startServer(kind: 'gateway' | 'unchecked' | 'bare', config: string): Promise<BenchServer> {
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
      if (child.connected) child.disconnect()
      else child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Linux: nanoseconds on a core, first field of schedstat, of each thread. */
function processorTime(pid: number): number | undefined {
  const threads = `/proc/${pid}/task`
  if (!existsSync(`${threads}/${pid}/schedstat`)) return undefined
  const each = readdirSync(threads).map((thread) => Number(readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ')[0]))
  return each.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9
}

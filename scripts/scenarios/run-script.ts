import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { environment } from '../environment.ts'

export type ScriptRun = {
  /** null: killed. */ readonly code: number | null
  /** What it printed. */ readonly output: string
  /** Of that, on standard output. */ readonly answer: string
}

export type ScriptCall = {
  readonly script: string
  /** Where it keeps its files: a second run goes on from there. */
  readonly folder: string
  /** The world's folder. */
  readonly demo: string
  /** Gets every whole line of standard output. `kill` ends the script's process group with SIGKILL. */
  readonly onLine?: (line: string, kill: () => void) => void
  readonly signal?: AbortSignal | undefined
}

/** Runs a scenario's script in a process group of its own; what it left running is ended with it. */
export async function runScript({ script, folder, demo, onLine, signal }: ScriptCall): Promise<ScriptRun> {
  const path = [dirname(process.execPath), environment.path].join(delimiter)
  const env = { PATH: path, HOME: folder, DEMO: demo, NODE_COMPILE_CACHE: join(demo, '..', 'compiled'), NO_COLOR: '1' }
  const child = spawn('bash', [script, folder], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const end = (name: NodeJS.Signals) => {
    try {
      process.kill(-(child.pid ?? 0), name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  const kill = () => end('SIGKILL')
  signal?.addEventListener('abort', kill)
  let [output, answer, line] = ['', '', '']
  child.stderr.setEncoding('utf8').on('data', (part: string) => (output += part))
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part
    answer += part
    const lines = (line + part).split('\n')
    line = lines.pop() ?? ''
    for (const each of lines) onLine?.(each, kill)
  })
  const closed = once(child, 'close')
  const [code] = (await once(child, 'exit')) as [number | null]
  end('SIGTERM')
  await closed
  signal?.removeEventListener('abort', kill)
  return { code, output, answer }
}

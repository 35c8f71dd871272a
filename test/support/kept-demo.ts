import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { environmentOf } from '../../scripts/demo/environment-file.ts'
import { derkeyProgram } from './run-derkey.ts'

/** `derkey demo --keep`, while it runs. */
export type KeptDemo = {
  readonly directory: string
  readonly environment: ReturnType<typeof environmentOf>
  /** Ctrl-C; what it printed on standard output, and its exit code. */
  stop(): Promise<{ stdout: string; code: number | null }>
}

/** Starts it in a folder that is not there yet, and waits until all eight steps are played. */
export async function keepDemo(directory: string): Promise<KeptDemo> {
  const child = spawn(process.execPath, [derkeyProgram, 'demo', '--keep', '--json', '--dir', directory], { stdio: 'pipe' })
  const exited = once(child, 'exit') as Promise<[number | null]>
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part))
  const file = join(directory, 'environment.json')
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`the demonstration ended with ${child.exitCode}:\n${stderr}`)
    await setTimeout(50)
  }
  return {
    directory,
    environment: JSON.parse(readFileSync(file, 'utf8')) as KeptDemo['environment'],
    stop: async () => {
      child.kill('SIGINT')
      const [code] = await exited
      return { stdout, code }
    },
  }
}

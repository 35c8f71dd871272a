import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const program = join(import.meta.dirname, '..', '..', 'bin', 'derkey.js')
const run = promisify(execFile)

/** Runs a command of derkey to its end. @returns its JSON document @throws Error with what it said */
export async function runDerkey(...args: string[]): Promise<unknown> {
  try {
    const { stdout } = await run(process.execPath, [program, ...args, '--json'], { maxBuffer: 64 * 1024 * 1024 })
    return JSON.parse(stdout)
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string }
    const said = `${stderr}${stdout}`.trim()
    throw new Error(`derkey ${args.join(' ')}: ${said === '' ? (error as Error).message : said.slice(0, 2000)}`, { cause: error })
  }
}

/** Runs a command of derkey in the background, its words in `logFile`. */
export function startDerkey(logFile: string, ...args: string[]): { stop(): Promise<void> } {
  const log = openSync(logFile, 'a')
  const child: ChildProcess = spawn(process.execPath, [program, ...args], { stdio: ['ignore', log, log] })
  closeSync(log)
  return {
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../src/domain/problem.ts'

/** A service of derkey in a process of its own; `said` is the JSON document that it printed when it was ready. */
export type Service = { readonly said: Readonly<Record<string, string>>; stop(): Promise<void> }

/** bin/ beside scripts/ in a checkout, beside dist/ in the package. */
const program = [join(import.meta.dirname, '..', '..'), join(import.meta.dirname, '..', '..', '..')]
  .map((folder) => join(folder, 'bin', 'derkey.js'))
  .find((file) => existsSync(file))

/**
 * Runs `derkey NAME --config FILE` and waits until it is ready; its log goes to a file.
 * @throws Problem `service_failed` with the last line of its log
 */
export async function startService(name: 'oracle' | 'gateway', config: string, logFile: string): Promise<Service> {
  if (program === undefined) throw new Problem('service_failed', { field: name, detail: 'bin/derkey.js is not beside this installation' })
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(process.execPath, [program, name, '--config', config, '--json'], { stdio: ['ignore', 'pipe', log] })
  closeSync(log)
  try {
    const said = await ready(child, name, logFile)
    // one that is asked to stop ends with 0
    child.once('exit', (code) => {
      if (code !== 0) process.stderr.write(`the ${name} has ended; its log is ${logFile}\n`)
    })
    return { said, stop: () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}

function ready(child: ChildProcess, name: string, logFile: string): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.endsWith('}\n')) resolve(JSON.parse(text) as Record<string, string>)
    })
    child.once('exit', () => {
      const last = readFileSync(logFile, 'utf8').trim().split('\n').at(-1)
      reject(new Problem('service_failed', { field: name, detail: `it ended at once: ${last ?? 'without a word'}` }))
    })
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

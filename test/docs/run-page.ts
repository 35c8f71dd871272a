import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'

/** The ```sh blocks of a page, in their order: what its reader types. */
export function shellBlocksOf(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
}

export type PageRun = { readonly code: number | null; readonly output: string }

/** Runs blocks as one bash script, `FILE.sh`, that ends at the first failing command and names it. What it left running is ended with it. */
export async function runBlocks(blocks: readonly string[], script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<PageRun> {
  writeFileSync(script, `set -Eeuo pipefail\ntrap 'echo "FAILED: $BASH_COMMAND" >&2' ERR\n${blocks.join('\n')}`)
  const child = spawn('bash', [script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (output += part))
  const [code] = (await once(child, 'exit')) as [number | null]
  try {
    process.kill(-(child.pid ?? 0), 'SIGTERM')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  return { code, output }
}

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Problem } from '../../src/domain/problem.ts'

const run = promisify(execFile)

/** Runs the real openssl. @throws Problem `tool_missing` where it is not installed, `tool_failed` with its last words. */
export async function openssl(...args: readonly string[]): Promise<string> {
  return tool('openssl', args)
}

/** Runs a program and gives its standard output. */
export async function tool(name: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(name, args, { encoding: 'utf8', maxBuffer: 1 << 24 })).stdout
  } catch (error) {
    const { code, stderr } = error as { code?: string | number; stderr?: string }
    if (code === 'ENOENT') throw new Problem('tool_missing', { field: name, detail: `${name} is not installed or not on PATH` })
    throw new Problem('tool_failed', {
      field: name,
      detail: `${name} ${args[0] ?? ''}: ${stderr?.trim().split('\n').at(-1) ?? 'failed'}`,
      cause: error,
    })
  }
}

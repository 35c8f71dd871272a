import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const derkeyProgram = join(import.meta.dirname, '..', '..', 'bin', 'derkey.js')

export type DerkeyRun = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs `derkey` to its end; `env` replaces variables of this process. */
export async function runDerkey(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<DerkeyRun> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 24 }
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [derkeyProgram, ...args], options)) }
  } catch (error) {
    const { code, stdout, stderr } = error as DerkeyRun
    return { code, stdout, stderr }
  }
}

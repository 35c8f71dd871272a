import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Choose, Fault, FaultyNode } from '../../support/faulty-node.ts'
import { derkeyProgram } from '../../support/run-derkey.ts'
import type { Draws } from './draws.ts'

/** When a process is killed: at its request of this number, before the node has it or after it has answered, or so much later; or so long after its start. */
export type Strike =
  | { readonly at: 'before' | 'after' | 'later'; readonly request: number; readonly ms: number }
  | { readonly at: 'start'; readonly ms: number }

/** @param requests about as many as the process makes; @param ms about as long as it lives */
export function drawStrike(draws: Draws, requests: number, ms = 1500): Strike {
  const at = draws.of(['before', 'after', 'later', 'later', 'start'] as const)
  return at === 'start' ? { at, ms: draws.below(ms) } : { at, request: 1 + draws.below(requests), ms: draws.below(60) }
}

/** Kills `child`, whose node is `node`, where `strike` says. */
export function arm(
  child: ChildProcess,
  strike: Strike | undefined,
  node: FaultyNode,
  target: string,
  otherwise: Choose = () => 'pass',
): void {
  let requests = 0
  const kill = () => void child.kill('SIGKILL')
  const later = (ms: number) => void setTimeout(kill, ms).unref()
  if (strike?.at === 'start') later(strike.ms)
  node.choose = async (method, request): Promise<Fault> => {
    requests++
    if (strike === undefined || strike.at === 'start' || requests !== strike.request) return otherwise(method, request)
    if (strike.at === 'later') {
      later(strike.ms)
      return otherwise(method, request)
    }
    if (strike.at === 'after') await ask(target, method, request.params)
    kill()
    return 'hang'
  }
}

export type Ended = { readonly killed: boolean; readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type Run = {
  /** What the node does as long as nothing is killed. */
  readonly otherwise?: Choose
  /** How large the files of the process may become. */
  readonly fileKilobytes?: number | undefined
  /** It is killed when it says this on standard error: it would go on trying. */
  readonly enough?: RegExp | undefined
}

/** Runs `derkey` with `node` as its node, and kills it where `strike` says; without one, or when it is faster, it ends by itself. */
export async function runUntil(
  strike: Strike | undefined,
  node: FaultyNode,
  target: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { otherwise, fileKilobytes, enough }: Run = {},
): Promise<Ended> {
  // a file that may not grow is what a full disk looks like to who writes it; the signal that comes with it is no part of that
  const limit = fileKilobytes === undefined ? '' : `trap '' XFSZ; ulimit -f ${fileKilobytes * 2}; `
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, derkeyProgram, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', DERKEY_RPC: node.url, ...env },
  })
  arm(child, strike, node, target, otherwise)
  child.stderr.on('data', (part: Buffer) => {
    if (enough?.test(part.toString()) === true) child.kill('SIGKILL')
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { killed: child.signalCode === 'SIGKILL', code: child.exitCode, stdout, stderr }
}

async function ask(target: string, method: string, params: unknown[]): Promise<void> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  await (await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text()
}

import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { privateKeyToAccount } from 'viem/accounts'
import { createRpc, type RpcRequest } from '../../src/chain/rpc-transport.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { environment } from '../environment.ts'
import { readNodeFolder } from '../network/node-folder.ts'
import type { RpcBlock } from './seals.ts'

export type BesuOptions = { readonly besu: string; /** `-Xmx` */ readonly heap: string }

/** One node of the network, in a process of its own. */
export type BesuNode = {
  readonly name: string
  readonly folder: string
  readonly url: string
  readonly rpc: RpcRequest
  /** Its address as a validator, by the key that stands in its folder. */
  account(): Hex
  running(): boolean
  /** Returns at once: the node answers some seconds later. */
  start(): void
  /** Ends it for good: it is not started again. */
  retire(): Promise<void>
  /** SIGTERM, and waits for its end. @returns milliseconds that took */
  stop(): Promise<number>
  /** SIGKILL: nothing is written, nothing is said. */
  kill(): Promise<void>
  /** Throws away everything but key and configuration. */
  emptyDisk(): void
  height(): Promise<number>
  block(number: number | 'latest'): Promise<RpcBlock>
  peers(): Promise<number>
  /** Memory that the process holds (RSS), in MB; undefined when it does not run. */
  memory(): Promise<number | undefined>
  /** The end of its log. */
  log(): string
}

const timeoutMs = 30_000
const run = promisify(execFile)

export function besuNode(folder: string, { besu, heap }: BesuOptions): BesuNode {
  const { name, rpcUrl } = readNodeFolder(folder)
  const rpc = createRpc(new URL(rpcUrl), timeoutMs, undefined)
  const logFile = join(folder, 'besu.log')
  let child: ChildProcess | undefined
  let retired = false

  const running = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child === undefined || !running()) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  const block = async (number: number | 'latest') => {
    const answer = await rpc({ method: 'eth_getBlockByNumber', params: [number === 'latest' ? number : `0x${number.toString(16)}`, false] })
    if (answer === null) throw new Error(`${name} has no block ${number}`)
    return answer as RpcBlock
  }
  return {
    name,
    folder,
    url: rpcUrl,
    rpc,
    account: () => privateKeyToAccount(readFileSync(join(folder, 'key'), 'utf8').trim() as Hex).address.toLowerCase() as Hex,
    running,
    start: () => {
      if (running() || retired) return
      // killed, Besu leaves its native libraries there
      const temporary = join(folder, 'tmp')
      rmSync(temporary, { recursive: true, force: true })
      mkdirSync(temporary)
      const log = openSync(logFile, 'a')
      child = spawn(besu, ['--config-file=config.toml'], {
        cwd: folder,
        stdio: ['ignore', log, log],
        env: {
          PATH: environment.path,
          JAVA_HOME: environment.javaHome,
          JAVA_OPTS: '',
          BESU_OPTS: `-Xmx${heap} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=${temporary}`,
        },
      })
      child.once('error', () => undefined)
      closeSync(log)
    },
    retire: async () => {
      retired = true
      await end('SIGTERM')
    },
    stop: async () => {
      const began = performance.now()
      await end('SIGTERM')
      return Math.round(performance.now() - began)
    },
    kill: () => end('SIGKILL'),
    emptyDisk: () => rmSync(join(folder, 'data'), { recursive: true, force: true }),
    height: async () => Number(await rpc({ method: 'eth_blockNumber' })),
    block,
    peers: async () => Number(await rpc({ method: 'net_peerCount' })),
    memory: async () => {
      if (child?.pid === undefined || !running()) return undefined
      const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(child.pid)])
      return Math.round(Number(stdout.trim()) / 1024)
    },
    log: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n'),
  }
}

/** What `besu --version` says. @throws Error where it cannot be run */
export async function besuVersion(besu: string): Promise<string> {
  const env = { PATH: environment.path, JAVA_HOME: environment.javaHome, JAVA_OPTS: '', BESU_OPTS: '' }
  const { stdout } = await run(besu, ['--version'], { env })
  const line = stdout.split('\n').find((text) => text.startsWith('besu/'))
  if (line === undefined) throw new Error(`${besu} --version says nothing of besu: ${stdout.slice(0, 200)}`)
  return line.trim()
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { LocalChain, LocalChainOptions } from '../scripts/local-chain.ts'

const derkey = join(import.meta.dirname, '..', 'bin', 'derkey.js')

/** `derkey chain`, in a process of its own: whoever sends to it does not share its core. */
export async function startChainProcess({ chainId = 31_337 }: LocalChainOptions = {}): Promise<LocalChain> {
  const child = spawn(process.execPath, [derkey, 'chain', '--port', '0', '--chain-id', String(chainId), '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let answer = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    answer += text as string
    if (answer.trimEnd().endsWith('}')) break
  }
  const { rpc_url: url } = JSON.parse(answer) as { rpc_url: string }
  const close = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { url, chainId, privateKeys: [], close }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Problem } from '../../src/domain/problem.ts'
import { mandatoryCipher, type Credentials } from './curl.ts'

/** A device that stays connected: openssl s_client. */
export type HeldConnection = {
  /** Sends a request and gives the first line of the answer. */
  ask(path: string): Promise<string>
  /** Resolves when the server closes the connection. @throws Problem `demo_failed` when it is still open after `within` milliseconds */
  closed(within: number): Promise<void>
  end(): void
}

export function holdConnection(url: string, { key, certificate, trust_anchors }: Credentials): HeldConnection {
  const { host } = new URL(url)
  const tls = [
    '-tls1_2',
    '-cipher',
    mandatoryCipher,
    '-cert',
    certificate,
    '-cert_chain',
    certificate,
    '-key',
    key,
    '-CAfile',
    trust_anchors,
  ]
  const child = spawn('openssl', ['s_client', '-quiet', '-verify_quiet', '-connect', host, ...tls], { stdio: ['pipe', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  let received = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (received += part))

  return {
    ask: async (path) => {
      received = ''
      child.stdin.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
      while (!received.includes('\r\n')) {
        const gone = await Promise.race([once(child.stdout, 'data').then(() => false), exited.then(() => true)])
        if (gone) throw new Problem('demo_failed', { field: 'openssl s_client', detail: `the gateway closed before it answered ${path}` })
      }
      return received.slice(0, received.indexOf('\r\n'))
    },
    closed: async (within) => {
      const late = AbortSignal.timeout(within)
      const stillOpen = once(late, 'abort').then(() => true)
      if (await Promise.race([exited.then(() => false), stillOpen])) {
        throw new Problem('demo_failed', { field: 'openssl s_client', detail: `the connection is still open after ${within} ms` })
      }
    },
    end: () => void child.kill(),
  }
}

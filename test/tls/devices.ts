import { execFile, spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import type { AgentOptions } from 'node:https'
import type { Device, Holder, Pki } from './pki.ts'

export type Reply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }

const mandatoryCipher = 'ECDHE-ECDSA-AES128-CCM8'

/** A device that is curl with the mandatory cipher alone. `status` 0: there was no HTTP answer, `body` is what curl says. */
export function curl(pki: Pki, device: Holder | undefined, url: string, ...more: string[]): Promise<Reply> {
  const certificate = device === undefined ? [] : ['--cert', device.chain, '--key', device.key]
  const args = [
    '-sS',
    '-i',
    '-m',
    '10',
    '--ciphers',
    `${mandatoryCipher}:@SECLEVEL=0`,
    '--tls-max',
    '1.2',
    '--cacert',
    pki.serca.certificate,
  ]
  return new Promise((resolve) => {
    execFile('curl', [...args, ...certificate, ...more, url], { encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve(stdout.startsWith('HTTP/') ? parseReply(stdout) : { status: 0, headers: {}, body: stderr || (error?.message ?? '') })
    })
  })
}

/** A device that is openssl's s_client; `lines` are sent one after the other, each after an answer to the one before has come. */
export function sClient(url: string, device: Holder | undefined, ...more: string[]): ChildProcessWithoutNullStreams {
  const certificate = device === undefined ? [] : ['-cert', device.certificate, '-key', device.key, '-cert_chain', device.chain]
  const { hostname, port } = new URL(url)
  const cipher = more.includes('-cipher') ? [] : ['-cipher', `${mandatoryCipher}:@SECLEVEL=0`]
  const version = more.some((each) => each.startsWith('-tls1')) ? [] : ['-tls1_2']
  return spawn('openssl', ['s_client', '-connect', `${hostname}:${port}`, ...version, ...cipher, ...certificate, ...more])
}

/** One GET over s_client. */
export async function sClientGet(url: string, device: Holder | undefined, path: string, ...more: string[]): Promise<Reply> {
  const client = sClient(url, device, '-quiet', '-ign_eof', ...more)
  let output = ''
  client.stdout.on('data', (data: Buffer) => (output += data.toString()))
  client.stderr.on('data', () => undefined)
  client.stdin.on('error', () => undefined)
  client.stdin.write(`GET ${path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n`)
  await new Promise((resolve) => client.once('close', resolve))
  const start = output.indexOf('HTTP/1.1')
  return start < 0 ? { status: 0, headers: {}, body: output } : parseReply(output.slice(start))
}

/** A device that keeps one connection open, as clients in the field do. */
export function keepAlive(pki: Pki, device: Device | Holder, options: AgentOptions = {}) {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 1,
    ca: readFileSync(pki.serca.certificate),
    cert: readFileSync(device.chain),
    key: readFileSync(device.key),
    ciphers: `${mandatoryCipher}:@SECLEVEL=0`,
    maxVersion: 'TLSv1.2',
    ...options,
  })
  const get = (url: string, method = 'GET', body = '', headers: Record<string, string> = {}): Promise<Reply & { reused: boolean }> =>
    new Promise((resolve, reject) => {
      const outgoing = request(url, { agent, method, headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const plain = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
          resolve({
            status: response.statusCode ?? 0,
            headers: plain,
            body: Buffer.concat(parts).toString(),
            reused: outgoing.reusedSocket,
          })
        })
      })
      outgoing.once('error', reject)
      outgoing.end(body)
    })
  return { agent, get, close: () => agent.destroy() }
}

function parseReply(text: string): Reply {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const)
  const status = Number(statusLine.split(' ')[1])
  if (status === 100) return parseReply(rest.join('\r\n\r\n'))
  return { status, headers: Object.fromEntries(headers), body: rest.join('\r\n\r\n') }
}

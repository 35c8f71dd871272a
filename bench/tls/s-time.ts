import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mandatoryCipher } from '../../src/tls/server-options.ts'
import type { FleetDevice } from './fleet.ts'

/** Clients at once: with one, client and server would wait for each other. */
const clients = 2

/** Writes the files of a device that openssl's s_time reads. */
export function writeDevice(folder: string, { certificate, key }: FleetDevice): { certificate: string; key: string } {
  const files = { certificate: join(folder, 's_time.pem'), key: join(folder, 's_time.key.pem') }
  writeFileSync(files.certificate, certificate)
  writeFileSync(files.key, key, { mode: 0o600 })
  return files
}

/** Full handshakes, each with one GET, that openssl's s_time makes; in number and by wall clock. */
export async function sTime(
  url: string,
  device: { certificate: string; key: string },
  seconds: number,
): Promise<{ count: number; perSecond: number }> {
  const runs = await Promise.all(Array.from({ length: clients }, () => run(url, device, seconds)))
  return {
    count: runs.reduce((sum, { count }) => sum + count, 0),
    perSecond: runs.reduce((sum, { count, took }) => sum + count / took, 0),
  }
}

async function run(url: string, { certificate, key }: { certificate: string; key: string }, seconds: number) {
  const { host } = new URL(url)
  const tls = ['-new', '-tls1_2', '-cipher', `${mandatoryCipher}:@SECLEVEL=0`, '-cert', certificate, '-key', key]
  const began = performance.now()
  const child = spawn('openssl', ['s_time', '-connect', host, ...tls, '-www', '/dcap', '-time', String(seconds)])
  let text = ''
  child.stdout.on('data', (part: Buffer) => (text += part.toString()))
  child.stderr.on('data', (part: Buffer) => (text += part.toString()))
  await once(child, 'close')
  const count = Number(/(\d+) connections in \d+ real seconds/.exec(text)?.[1])
  if (!(count > 0)) throw new Error(`openssl s_time made no connection: ${text.trim().split('\n').at(-1)}`)
  return { count, took: (performance.now() - began) / 1000 }
}
